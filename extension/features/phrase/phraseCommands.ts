import * as vscode from 'vscode';
import type { CommandRunner } from '../../editor/commandRunner.js';
import type { Configuration } from '../../editor/configuration.js';
import { Notice } from '../../editor/notice.js';
import type { ModelService } from '../../model/modelService.js';
import type { Previews } from '../../session/preview/previews.js';
import { previewOfText } from '../../session/preview/subject.js';
import { chooseWording } from '../../session/preview/wordingList.js';
import { commandArguments } from '../../session/selection/commandArguments.js';
import { gapAt, isGap } from './gap.js';
import { resolvePlace, trimmed, type Place } from './place.js';
import { paragraphAt, sentenceAt } from '../../session/selection/spanAtCursor.js';

/** What stands on both sides of a phrase, up to the ends of its sentences. */
export interface Surroundings {
  readonly before: string;
  readonly after: string;
}

/** The text of the sentences that a range begins and ends in, on both sides of it. */
export function surroundings(document: vscode.TextDocument, range: vscode.Range): Surroundings {
  const { start } = sentenceAround(document, range.start);
  const { end } = sentenceAround(document, range.end);
  return {
    before: document.getText(
      new vscode.Range(start.isBefore(range.start) ? start : range.start, range.start),
    ),
    after: document.getText(new vscode.Range(range.end, end.isAfter(range.end) ? end : range.end)),
  };
}

function sentenceAround(document: vscode.TextDocument, place: vscode.Position): vscode.Range {
  const { first, last } = paragraphAt(document, place.line, document.languageId);
  const paragraph = new vscode.Range(document.lineAt(first).range.start, document.lineAt(last).range.end);
  const base = document.offsetAt(paragraph.start);
  const span = sentenceAt(document.getText(paragraph), document.offsetAt(place) - base);
  return span
    ? new vscode.Range(document.positionAt(base + span.start), document.positionAt(base + span.end))
    : new vscode.Range(place, place);
}

/** Wordings that are asked for. */
const wanted = 8;

interface Wish extends Place {
  /** What is to be worded anew; empty for a gap. */
  readonly phrase: string;
  readonly title: string;
}

/** Rewrite Phrase and Fill Gap: words that fit both sides of their place; nothing else changes. */
export class PhraseCommands {
  public constructor(
    private readonly model: ModelService,
    private readonly configuration: Configuration,
    private readonly previews: Previews,
  ) {}

  public register(commands: CommandRunner): vscode.Disposable {
    return vscode.Disposable.from(
      commands.register('interlinear.rewritePhrase', (value) => this.rewritePhrase(value)),
      commands.register('interlinear.fillGap', (value) => this.fillGap(value)),
    );
  }

  private async rewritePhrase(value: unknown): Promise<void> {
    const { document, range } = await resolvePlace(commandArguments(value));
    const words = trimmed(document, range);
    if (words.isEmpty) {
      throw new Notice(vscode.l10n.t('Select the words that shall be put differently.'));
    }
    await this.word(phraseAt(document, words));
  }

  private async fillGap(value: unknown): Promise<void> {
    const { document, range } = await resolvePlace(commandArguments(value));
    const selected = trimmed(document, range);
    if (!selected.isEmpty && !isGap(document.getText(selected))) {
      await this.word(phraseAt(document, selected));
      return;
    }
    const { start, end } = gapAt(document.lineAt(range.end.line).text, range.end.character);
    const gap = selected.isEmpty ? new vscode.Range(range.end.line, start, range.end.line, end) : selected;
    await this.word({ document, range: gap, phrase: '', title: vscode.l10n.t('Interlinear: fill the gap') });
  }

  private async word({ document, range, phrase, title }: Wish): Promise<void> {
    const { fillInstruction } = await this.model.manifest();
    if (fillInstruction === undefined) {
      throw new Notice(vscode.l10n.t('The model in use was not trained to word a part of a sentence.'));
    }
    const { before, after } = surroundings(document, range);
    if (`${before}${after}`.trim() === '') {
      throw new Notice(vscode.l10n.t('There is no text around this place that says what belongs there.'));
    }
    const asked = previewOfText({ document, ranges: [range] }, this.configuration);
    const { languageId: format } = document;
    const { result, target } = await this.previews.follow(
      asked,
      vscode.l10n.t('Looking for other wordings'),
      ({ signal }) => this.model.fill({ before, after, phrase, alternatives: wanted, format }, { signal }),
    );
    const preview = this.previews.open(target);
    const wordings = result.wordings
      .map(({ output }) => ({ texts: [output] }))
      .filter((wording) => wording.texts[0]?.trim() !== '' && !preview.shows(wording));
    if (wordings.length === 0) {
      preview.dispose();
      throw new Notice(vscode.l10n.t('The model finds no words for this place.'));
    }
    await chooseWording(title, target, wordings, preview);
  }
}

function phraseAt(document: vscode.TextDocument, range: vscode.Range): Wish {
  const phrase = document.getText(range);
  return { document, range, phrase, title: vscode.l10n.t('Interlinear: rewrite the phrase') };
}
