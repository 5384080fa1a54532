import * as vscode from 'vscode';
import { editOf, type Hunk } from '../../core/edits/hunk.js';
import type { OffsetRange } from '../../core/text/offsetRange.js';
import { StringEdit } from '../../core/edits/stringEdit.js';
import { InterlinearError, type PassProgress, type RewriteResult } from '../../core/protocol/protocol.js';
import type { CommandRunner } from '../../editor/commandRunner.js';
import type { Configuration } from '../../editor/configuration.js';
import { Notice } from '../../editor/notice.js';
import { rangeIn } from '../../editor/textRanges.js';
import { instructionChoices } from '../../core/instructions/instructionChoices.js';
import type { ModelService } from '../../model/modelService.js';
import type { Review } from '../review/review.js';
import type { ActiveRun } from './activeRun.js';
import type { ActiveRuns } from './activeRuns.js';
import { type AnswerLength, type LengthSearch, type SearchedLength, searchLength } from './lengthSearch.js';
import { withPassProgress } from './passProgress.js';
import type { RequestBuilder } from './requestBuilder.js';
import { resultMessage } from './resultMessage.js';
import { takeSnapshot } from '../selection/snapshot.js';
import type { StaleAnswers } from './staleAnswers.js';
import type { Target } from '../selection/target.js';
import { spansOf, type TextSpan } from '../selection/textSpan.js';
import type { Manifest } from '../../core/model/manifest.js';
import { isForeignScript } from '../../core/text/foreignScript.js';
import { languageName } from '../../core/text/languageName.js';

/**
 * What a person is told before a model gets a text that it cannot read: it would answer with nonsense.
 * @returns undefined if it can read the texts, as far as their letters tell
 */
export function unknownScriptMessage(
  texts: readonly string[],
  { languages, name }: Pick<Manifest, 'languages' | 'name'>,
): string | undefined {
  if (!texts.some((text) => isForeignScript(text, languages))) {
    return undefined;
  }
  const known = languages.map((code) => languageName(code, vscode.env.language, code)).join(', ');
  return vscode.l10n.t('{0} cannot read this writing. Its languages are: {1}', name, known);
}

const name = 'rewrite';

export interface RewriteRequest {
  readonly target: Target;
  readonly instruction: string;
  /** What the person chose, in their language; shown while it runs. */
  readonly title: string;
  /** Run it although the model was not trained for it. */
  readonly allowUnknownInstruction?: boolean;
  /** How long the answer shall be; what the model thinks right if absent. */
  readonly length?: AnswerLength;
  /** In the place of `length`, where several lengths may have to be tried. */
  readonly search?: LengthSearch;
}

/** An answer that has just been written into a document. */
export interface WrittenAnswer {
  readonly request: RewriteRequest;
  /** What the model was given, and what it made of it. */
  readonly sources: readonly string[];
  readonly results: readonly RewriteResult[];
  /** Where the answers stand now. */
  readonly spans: readonly TextSpan[];
}

/** The way of an instruction: snapshot → request → answer → one edit of the document → review. */
export class RewriteRunner implements vscode.Disposable {
  private readonly written = new vscode.EventEmitter<WrittenAnswer>();

  /** Fires when an answer is in the document, and its review is open. */
  public readonly onWritten = this.written.event;

  public constructor(
    private readonly model: ModelService,
    private readonly requests: RequestBuilder,
    private readonly configuration: Configuration,
    private readonly runs: ActiveRuns,
    private readonly review: Review,
    private readonly staleAnswers: StaleAnswers,
    private readonly commands: CommandRunner,
  ) {}

  /**
   * Resolves when the answer is in the document, or the person was told why not. Nothing is written before.
   * @throws Notice if the answer equals the text; DOMException `AbortError`; InterlinearError of the engine
   */
  public async run(request: RewriteRequest): Promise<void> {
    if (request.target.ranges.length === 0) {
      throw new Notice(vscode.l10n.t('There is no text here to work on.'));
    }
    const run = this.runs.start(takeSnapshot(request.target));
    let followed = false;
    try {
      const answered = await this.answers(run, request);
      if (answered !== undefined) {
        const { length, results } = answered;
        followed = await this.apply(run, { ...request, length }, results);
      }
    } finally {
      this.runs.end(run);
      if (!followed) {
        run.dispose();
      }
    }
  }

  public dispose(): void {
    this.written.dispose();
  }

  /**
   * @returns undefined where the person was asked whether to go on with what the model was not trained for
   * @throws Notice if no answer has the length that was asked for
   */
  private async answers(run: ActiveRun, request: RewriteRequest): Promise<SearchedLength | undefined> {
    const { instruction, allowUnknownInstruction = false, length = {}, search } = request;
    const { document, texts } = run;
    if (!allowUnknownInstruction) {
      const unreadable = unknownScriptMessage(texts, await this.model.manifest());
      if (unreadable !== undefined) {
        this.askWhetherToInsist(request, unreadable);
        return undefined;
      }
    }
    const built = await this.requests.build({ document, texts, instruction });
    const options = { signal: run.signal, onPass: (progress: PassProgress) => run.report(progress) };
    const ask = (wish: AnswerLength): Promise<RewriteResult[]> =>
      this.model.rewrite({ ...built, ...wish, allowUnknownInstruction }, options);
    try {
      const answered = await withPassProgress(request.title, run, () =>
        searchLength(search ?? { lengths: [length], accepts: () => true }, texts, ask),
      );
      if (search && !answered.found) {
        throw new Notice(resultMessage(answered.results) ?? search.nothing);
      }
      return answered;
    } catch (error) {
      if (!(error instanceof InterlinearError && error.code === 'unknownInstruction')) {
        throw error;
      }
      const known = instructionChoices(await this.model.manifest(), vscode.env.language);
      const text = vscode.l10n.t(
        'The model was not trained for “{0}”. It knows: {1}',
        instruction,
        known.map(({ label }) => label).join(' · '),
      );
      this.askWhetherToInsist(request, text);
      return undefined;
    }
  }

  private askWhetherToInsist(request: RewriteRequest, text: string): void {
    const runAnyway = (): Promise<void> =>
      this.commands.run(name, () => this.run({ ...request, allowUnknownInstruction: true }));
    void this.commands.tell(name, 'warning', text, [{ title: vscode.l10n.t('Run Anyway'), run: runAnyway }]);
  }

  /** @returns whether the run goes on following edits, for a person who was asked what to do with a stale answer */
  private async apply(
    run: ActiveRun,
    request: RewriteRequest,
    results: readonly RewriteResult[],
  ): Promise<boolean> {
    const { document } = run;
    const endOfLine = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
    const answers = results.map(({ output }) => output.replace(/\r\n|\r|\n/g, endOfLine));
    const changes = await run.compare(answers);
    if (document.isClosed) {
      throw new Notice(vscode.l10n.t('The document was closed before the answer came; nothing was written.'));
    }
    run.signal.throwIfAborted();
    const leftAlone = resultMessage(results);
    const nothing =
      leftAlone ??
      vscode.l10n.t(
        'No changes: the model found nothing that it is sure enough of. The text may have errors all the same.',
      );
    const spans = await this.write(run, changes, nothing);
    if (spans !== undefined) {
      if (spans.length > 0) {
        this.written.fire({ request, sources: run.texts, results, spans });
      }
      if (leftAlone !== undefined) {
        void this.commands.tell(name, 'warning', leftAlone);
      }
      return false;
    }
    this.staleAnswers.ask(run, answers, (target) =>
      this.commands.run(name, () => this.run({ ...request, target })),
    );
    return true;
  }

  /**
   * Writes the changes as one edit, and opens their review.
   * @param nothing what the person is told if there is nothing to write
   * @returns where the answers stand, or nothing where the person's edits stand among them; undefined where those edits
   * are in the way
   * @throws Notice if there is nothing to write, or VS Code refuses for another reason
   */
  private async write(
    run: ActiveRun,
    changes: readonly (readonly Hunk[])[],
    nothing: string,
  ): Promise<readonly TextSpan[] | undefined> {
    const { document } = run;
    const mode = this.configuration.get('interlinear.review.mode', document);
    for (let version = -1; version !== document.version;) {
      version = document.version;
      const edit = run.editFor(changes);
      if (edit === undefined) {
        return undefined;
      }
      if (edit.isEmpty) {
        throw new Notice(nothing);
      }
      const { ranges } = run;
      const read = (range: OffsetRange): string => document.getText(rangeIn(document, range));
      const untouched = ranges.every((range, index) => read(range) === run.texts[index]);
      if (await this.review.controller.apply(document, edit, ranges, mode !== 'off')) {
        this.review.announcements.opened(this.review.controller.changesIn(document).length);
        if (mode === 'diffEditor') {
          await this.review.diff.show(document);
        }
        const texts = run.texts.map((source, index) =>
          StringEdit.of(changes[index]!.map(editOf)).apply(source),
        );
        return untouched ? spansOf(ranges, texts) : [];
      }
      // Refused because of a keystroke in the same moment: the loop takes it into account. Otherwise: for good.
    }
    throw new Notice(vscode.l10n.t('VS Code refused to change this document; it may be read-only.'));
  }
}
