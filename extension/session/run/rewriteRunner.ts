import * as vscode from 'vscode';
import {
  type ErrorCode,
  InterlinearError,
  type RewriteListeners,
  type RewriteResult,
} from '../../core/protocol/protocol.js';
import { isCancellation } from '../../editor/cancellation.js';
import type { CommandRunner } from '../../editor/commandRunner.js';
import { Notice } from '../../editor/notice.js';
import { instructionChoices } from '../../core/instructions/instructionChoices.js';
import { parseInstruction } from '../../core/instructions/instructions.js';
import type { ModelService } from '../../model/modelService.js';
import type { ActiveRun } from './activeRun.js';
import type { ActiveRuns } from './activeRuns.js';
import { withEndOfLine } from './answerPieces.js';
import type { AnswerWriter } from './answerWriter.js';
import { type LeftAlone, leftAloneIn } from './leftAlone.js';
import { type AnswerLength, type LengthSearch, type SearchedLength, searchLength } from './lengthSearch.js';
import { PartedAnswer } from './partedAnswer.js';
import { withPassProgress } from './passProgress.js';
import type { RequestBuilder } from './requestBuilder.js';
import { resultMessage } from './resultMessage.js';
import { nothingFound, openTarget, showRange } from './afterAnswer.js';
import { takeSnapshot } from '../selection/snapshot.js';
import type { StaleAnswers } from './staleAnswers.js';
import type { Target } from '../selection/target.js';
import type { TextSpan } from '../selection/textSpan.js';
import { unknownScriptMessage } from './unknownScript.js';

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

/** Errors after which the same request may well succeed. */
const passing: readonly ErrorCode[] = ['processFailed', 'processHung', 'endpointFailed'];

/** The way of an instruction: snapshot → request → answer → one edit of the document → review. */
export class RewriteRunner implements vscode.Disposable {
  private readonly written = new vscode.EventEmitter<WrittenAnswer>();
  private readonly left = new vscode.EventEmitter<LeftAlone>();

  private explain: ((run: ActiveRun) => Promise<boolean>) | undefined;

  /** Fires when an answer, or a part of one, is in the document, and its review is open. */
  public readonly onWritten = this.written.event;

  /** Fires after an answer with the sentences that were left as they were. */
  public readonly onLeftAlone = this.left.event;

  public constructor(
    private readonly model: ModelService,
    private readonly requests: RequestBuilder,
    private readonly writer: AnswerWriter,
    private readonly runs: ActiveRuns,
    private readonly staleAnswers: StaleAnswers,
    private readonly commands: CommandRunner,
  ) {}

  /**
   * Resolves when the answer is in the document, or the person was told why not. Of a short text nothing is written before; of a
   * long one, whole paragraphs are.
   * @throws Notice if the answer equals the text; DOMException `AbortError`; InterlinearError of the engine
   */
  public async run(request: RewriteRequest): Promise<void> {
    if (request.target.ranges.length === 0) {
      throw new Notice(vscode.l10n.t('There is no text here to work on.'));
    }
    const run = this.runs.start(takeSnapshot(request.target));
    let followed = false;
    try {
      followed = await this.work(run, request);
    } catch (error) {
      if (run.document.isClosed) {
        throw new Notice(
          vscode.l10n.t('The document was closed before the answer came; nothing was written.'),
        );
      }
      if (!(error instanceof InterlinearError && passing.includes(error.code))) throw error;
      followed = true;
      this.offerAgain(run, request, error);
    } finally {
      this.runs.end(run);
      if (!followed) {
        run.dispose();
      }
    }
  }

  /**
   * Takes an explanation for a correction that changes nothing.
   * @param explain resolves with whether the person was told something
   */
  public explainNothing(explain: (run: ActiveRun) => Promise<boolean>): vscode.Disposable {
    this.explain = explain;
    return new vscode.Disposable(() => (this.explain = undefined));
  }

  public dispose(): void {
    this.written.dispose();
    this.left.dispose();
  }

  /** Whether somebody has more to say of a correction that changes nothing. What fails there is no failure of the request. */
  private async isExplained(run: ActiveRun, { instruction }: RewriteRequest): Promise<boolean> {
    const manifest = await this.model.manifest();
    try {
      const { instruction: meant } = parseInstruction(manifest, instruction);
      const isCorrection = meant.task === 'fix' || manifest.spelling?.tasks.includes(meant.task) === true;
      return isCorrection && (await this.explain?.(run)) === true;
    } catch {
      return false;
    }
  }

  /** @returns whether the run goes on following edits, for a person who was asked something */
  private async work(run: ActiveRun, request: RewriteRequest): Promise<boolean> {
    const { document } = run;
    const endOfLine = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
    const whole = await this.isTranslation(request.instruction);
    let length: AnswerLength = request.length ?? {};
    const parted = new PartedAnswer(run, this.writer, { endOfLine, whole }, (pieces, { spans }) => {
      if (spans.length > 0) {
        const sources = pieces.map(({ source }) => source);
        const results = pieces.map(({ result }) => result);
        this.written.fire({ request: { ...request, length }, sources, results, spans });
      }
    });
    try {
      const answered = await this.answers(run, request, request.search ? undefined : parted);
      if (answered === undefined) return false;
      ({ length } = answered);
      return await this.finish(run, request, answered.results, parted, endOfLine);
    } catch (error) {
      await parted.interrupt();
      if (parted.isBegun && isCancellation(error)) {
        const { done = 0, all = 0 } = run.progress?.sentences ?? {};
        throw new Notice(
          vscode.l10n.t('Cancelled: {0} of {1} sentences are done, and wait for your decision.', done, all),
        );
      }
      throw error;
    }
  }

  /** Whether a sentence is of use only as a whole. What is no known instruction is none. */
  private async isTranslation(instruction: string): Promise<boolean> {
    const manifest = await this.model.manifest();
    try {
      return parseInstruction(manifest, instruction).target !== undefined;
    } catch {
      return false;
    }
  }

  /**
   * @returns undefined where the person was asked whether to go on with what the model was not trained for
   * @throws Notice if no answer has the length that was asked for
   */
  private async answers(
    run: ActiveRun,
    request: RewriteRequest,
    parted: PartedAnswer | undefined,
  ): Promise<SearchedLength | undefined> {
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
    const listeners: RewriteListeners = {
      signal: run.signal,
      onPass: (progress) => run.report(progress),
      ...(parted && { onPart: (part) => parted.add(part) }),
    };
    const ask = (wish: AnswerLength): Promise<RewriteResult[]> =>
      this.model.rewrite({ ...built, ...wish, allowUnknownInstruction }, listeners);
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

  /** Takes over `run`, which follows edits until the person has decided. */
  private offerAgain(run: ActiveRun, request: RewriteRequest, error: InterlinearError): void {
    const again = (): Promise<void> =>
      this.commands.run(name, () => this.run({ ...request, target: openTarget(run) }));
    const actions = [{ title: vscode.l10n.t('Try Again'), run: again }];
    void this.commands.report(name, error, actions).finally(() => run.dispose());
  }

  /** @returns whether the run goes on following edits, for a person who was asked what to do with a stale answer */
  private async finish(
    run: ActiveRun,
    request: RewriteRequest,
    results: readonly RewriteResult[],
    parted: PartedAnswer,
    endOfLine: string,
  ): Promise<boolean> {
    if (run.document.isClosed) {
      throw new Notice(vscode.l10n.t('The document was closed before the answer came; nothing was written.'));
    }
    const outcome = await parted.finish(results);
    if (outcome.kind === 'conflict') {
      const answers = results.map(({ output }) => withEndOfLine(output, endOfLine));
      this.staleAnswers.ask(run, answers, (target) =>
        this.commands.run(name, () => this.run({ ...request, target })),
      );
      return true;
    }
    const left = leftAloneIn(run, results);
    this.left.fire(left);
    const message = resultMessage(results);
    if (!parted.isBegun) {
      if (message === undefined && (await this.isExplained(run, request))) return false;
      throw new Notice(message ?? nothingFound());
    }
    if (parted.omittedChanges > 0) {
      const text = vscode.l10n.t(
        'You edited parts of the text meanwhile; their changes were not written ({0}).',
        parted.omittedChanges,
      );
      void this.commands.tell(name, 'warning', text);
    }
    if (message !== undefined) {
      const show = {
        title: vscode.l10n.t('Show'),
        run: () => showRange(left.document, left.sentences[0]?.range),
      };
      void this.commands.tell(name, 'warning', message, left.sentences.length > 0 ? [show] : []);
    }
    return false;
  }
}
