import * as vscode from 'vscode';
import type { OffsetRange } from '../../core/text/offsetRange.js';
import { StringEdit } from '../../core/edits/stringEdit.js';
import type { CommandRunner } from '../../editor/commandRunner.js';
import { Notice } from '../../editor/notice.js';
import { rangeIn } from '../../editor/textRanges.js';
import type { ModelService } from '../../model/modelService.js';
import type { ReviewController } from '../../session/review/reviewController.js';
import type { ActiveRun } from '../../session/run/activeRun.js';
import type { Dictionary } from './dictionary.js';

interface UncertainWord {
  readonly range: OffsetRange;
  readonly word: string;
  readonly suggestions: readonly string[];
}

interface WordItem extends vscode.QuickPickItem {
  readonly uncertain: UncertainWord;
  readonly suggestion: string;
}

/** Words that a message names. */
const mostNamed = 5;

/** Where a correction changed nothing: the words that no lexicon has, with corrections that the model is not sure enough of. */
export class UncertainWords {
  public constructor(
    private readonly model: Pick<ModelService, 'check'>,
    private readonly dictionary: Dictionary,
    private readonly reviews: ReviewController,
    private readonly commands: CommandRunner,
  ) {}

  /** @returns whether the person was told of such words */
  public readonly explain = async (run: ActiveRun): Promise<boolean> => {
    const { document, texts, ranges, signal } = run;
    const { version } = document;
    const results = await this.model.check({ texts, format: document.languageId }, { signal });
    const known = this.dictionary.words(document);
    const words = results.flatMap(({ problems }, index) =>
      problems.map(({ start, end, suggestions }): UncertainWord => {
        const base = ranges[index]?.start ?? 0;
        const word = texts[index]?.slice(start, end) ?? '';
        return { range: { start: base + start, end: base + end }, word, suggestions };
      }),
    );
    const unknown = words.filter(({ word }) => !known.has(word.toLowerCase()));
    if (unknown.length === 0 || document.version !== version) return false;
    const named = [...new Set(unknown.map(({ word }) => `“${word}”`))];
    const list = named.slice(0, mostNamed).join(', ') + (named.length > mostNamed ? ' …' : '');
    const text = vscode.l10n.t(
      'No changes: the model is not sure enough of any. Its dictionary does not have: {0}',
      list,
    );
    const show = {
      title: vscode.l10n.t('Show Suggestions'),
      run: () => this.offer(document, version, unknown),
    };
    void this.commands.tell('uncertain words', 'information', text, [show]);
    return true;
  };

  /** A list of corrections; those that are chosen are written and reviewed as an answer is. */
  private async offer(
    document: vscode.TextDocument,
    version: number,
    words: readonly UncertainWord[],
  ): Promise<void> {
    const items = words.map((uncertain): WordItem => {
      const [suggestion = '', ...others] = uncertain.suggestions;
      const line = document.positionAt(uncertain.range.start).line + 1;
      return {
        uncertain,
        suggestion,
        label: `${uncertain.word} → ${suggestion}`,
        description: [vscode.l10n.t('line {0}', line), ...others].join(' · '),
      };
    });
    const chosen = await vscode.window.showQuickPick(items, {
      canPickMany: true,
      placeHolder: vscode.l10n.t('Corrections that the model is not sure of: choose those that are right'),
    });
    if (chosen === undefined || chosen.length === 0) return;
    if (document.isClosed || document.version !== version) {
      throw new Notice(vscode.l10n.t('The text has changed meanwhile; nothing was written.'));
    }
    const edits = chosen.map(({ uncertain, suggestion }) => ({ range: uncertain.range, text: suggestion }));
    const ranges = chosen.map(({ uncertain }) => uncertain.range);
    await vscode.window.showTextDocument(document, { selection: rangeIn(document, ranges[0]!) });
    await this.reviews.apply(document, StringEdit.of(edits), ranges);
  }
}
