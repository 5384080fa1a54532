import * as vscode from 'vscode';
import type { RewriteResult } from '../../core/protocol/protocol.js';
import type { Answer, Prompt } from '../answers/answer.js';
import type { Answers } from '../answers/answers.js';
import { DisposableStore } from '../../editor/disposableStore.js';
import { Notice } from '../../editor/notice.js';
import { applyEdits } from '../../editor/textRanges.js';
import type { ReviewController } from '../review/reviewController.js';
import type { ReviewSession } from '../review/reviewSession.js';
import type { AnswerLength } from '../run/lengthSearch.js';
import type { TextSpan } from '../selection/textSpan.js';
import { wordwise } from './wordwise.js';
import { SwappedDocument } from './swappedDocument.js';
import { sameTexts } from './swappedTexts.js';

/** What other wordings can be shown for. */
export interface PreviewTarget {
  readonly document: vscode.TextDocument;
  /** What stands there now. */
  readonly spans: readonly TextSpan[];
  /** What stood there before the answer; without one, the same as now. */
  readonly sources: readonly string[];
  /** The answer that is under review there. */
  readonly answer?: Answer | undefined;
  /** What the wordings answer; without it the result cannot be asked for again at another length. */
  readonly prompt?: Prompt | undefined;
  /** Whether the result is reviewed. */
  readonly reviewed: boolean;
}

/** Texts for the spans of a target, and where they came from. */
export interface Wording {
  readonly texts: readonly string[];
  readonly results?: readonly RewriteResult[];
  readonly length?: AnswerLength;
  /** What was asked, where that differs from the target's. */
  readonly prompt?: Prompt;
}

/**
 * Shows wordings in the document itself, one after the other, each under review as if it were the answer. In the end one
 * of them is the answer, and one undo step leads back to the original; or all is as it was, the undo stack included.
 *
 * An edit by anybody else ends the preview: what is shown stays under review, and nothing is written any more.
 */
export class LivePreview implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly interruption = this.store.add(new vscode.EventEmitter<void>());
  private readonly swapped: SwappedDocument;
  private readonly versionBefore: number;
  /** The sessions that the preview interrupts. */
  private readonly earlier: readonly ReviewSession[];
  /** The texts that were shown, each an element of the undo stack, from what stood there first to what is shown now. */
  private readonly history: (readonly string[])[];
  private session: ReviewSession | undefined;
  private writing = false;
  private interrupted = false;

  /** Fires when somebody else edited the document. */
  public readonly onInterrupted = this.interruption.event;

  public constructor(
    private readonly target: PreviewTarget,
    private readonly reviews: ReviewController,
    private readonly answers: Answers,
  ) {
    const { document, spans } = target;
    this.swapped = new SwappedDocument(document, spans);
    this.history = [spans.map(({ text }) => text)];
    this.versionBefore = document.version;
    this.earlier = reviews.reaching(document, this.swapped.ranges(this.first));
    this.store.add(
      vscode.workspace.onDidChangeTextDocument((event) => {
        if (event.document === document && event.contentChanges.length > 0 && !this.writing) {
          this.interrupt();
        }
      }),
    );
  }

  public get isInterrupted(): boolean {
    return this.interrupted;
  }

  /** Whether the document says already what the wording would make it say. */
  public shows(wording: Wording): boolean {
    return sameTexts(this.textsOf(wording), this.shown);
  }

  /** Shows a wording; without one, what stood there first. @returns false if somebody else's edit is in the way */
  public async show(wording: Wording | undefined): Promise<boolean> {
    if (this.interrupted) {
      return false;
    }
    const texts = this.textsOf(wording);
    if (!sameTexts(texts, this.shown)) {
      const session = await this.write(() =>
        this.replaceBy(texts, this.session ? [this.session] : this.earlier),
      );
      if (session === undefined) {
        this.interrupt();
        return false;
      }
      this.session = session;
      this.history.push(texts);
      this.record(session, texts, wording, undefined);
    }
    return true;
  }

  /** Brings back what stood there first, its reviews and its undo stack. Does nothing after somebody else's edit. */
  public async restore(): Promise<void> {
    if (this.interrupted || this.session === undefined) {
      return;
    }
    const { document, answer } = this.target;
    const native = await this.write(() => this.takeOut());
    const restored =
      native ||
      (await this.write(() => applyEdits(document, this.swapped.edit(this.shown, this.first).replacements)));
    if (!restored || !this.swapped.says(this.first)) {
      this.interrupt();
      return;
    }
    this.session = undefined;
    this.reviews.resume(document, this.earlier);
    if (answer !== undefined) {
      this.answers.record({ ...answer, version: native && this.isOnTop ? document.version : undefined });
    }
  }

  /**
   * Makes a wording the answer.
   * @throws Notice if somebody else's edit is in the way; nothing is written over that
   */
  public async commit(wording: Wording): Promise<void> {
    const texts = this.textsOf(wording);
    if (sameTexts(texts, this.first)) {
      await this.restore();
      return;
    }
    if (this.interrupted || !(await this.write(() => this.writeForGood(texts, wording)))) {
      throw new Notice(
        vscode.l10n.t('The document changed in the same moment; nothing was written. Try again.'),
      );
    }
  }

  public dispose(): void {
    this.store.dispose();
  }

  private get first(): readonly string[] {
    return this.history[0]!;
  }

  private get shown(): readonly string[] {
    return this.history.at(-1)!;
  }

  /** Nothing has happened to the document since the answer was written into it. */
  private get isOnTop(): boolean {
    return this.target.answer?.version === this.versionBefore;
  }

  private textsOf(wording: Wording | undefined): readonly string[] {
    const endOfLine = this.target.document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
    return (
      wording?.texts.map((text, index) =>
        wordwise(this.target.sources[index]!, text.replace(/\r\n|\r|\n/g, endOfLine)),
      ) ?? this.first
    );
  }

  private async writeForGood(texts: readonly string[], wording: Wording): Promise<boolean> {
    const { document, answer, sources, reviewed } = this.target;
    const previewed = this.session;
    const { length } = this.history;
    if (previewed !== undefined && !(await this.takeOut())) {
      // Shown in no active editor: what was tried out stays in the undo stack.
      if (!this.swapped.says(this.shown)) {
        return false;
      }
      if (this.history.length === length) {
        this.reviews.resume(document, [previewed]);
      }
      const session = sameTexts(texts, this.shown) ? previewed : await this.replaceBy(texts, [previewed]);
      this.record(session, texts, wording, undefined);
      return session !== undefined;
    }
    if (answer === undefined || (this.isOnTop && (await this.swapped.undoTo(sources)))) {
      const edit = this.swapped.edit(sources, texts);
      const ranges = this.swapped.ranges(sources);
      const applied = edit.isEmpty || (await this.reviews.apply(document, edit, ranges, reviewed));
      const [session] = this.reviews.reaching(document, this.swapped.ranges(texts));
      this.record(session, texts, wording, document.version);
      return applied;
    }
    const session = await this.replaceBy(texts, this.earlier);
    this.record(session, texts, wording, undefined);
    return session !== undefined;
  }

  /** Undoes the previews, natively. @returns false if that cannot be done, or not to the end */
  private async takeOut(): Promise<boolean> {
    if (this.session !== undefined) {
      this.reviews.suspend(this.target.document, [this.session]);
    }
    while (this.history.length > 1) {
      if (!(await this.swapped.undoTo(this.history.at(-2)!))) {
        return false;
      }
      this.history.pop();
    }
    return true;
  }

  private replaceBy(
    texts: readonly string[],
    replaced: readonly ReviewSession[],
  ): Promise<ReviewSession | undefined> {
    const { document, sources } = this.target;
    const ranges = this.swapped.ranges(this.shown);
    const given = {
      takenBack: this.swapped.edit(this.shown, sources),
      within: { start: ranges[0]!.start, end: ranges.at(-1)!.end },
      replaces: replaced,
    };
    return this.reviews.replace(document, given, this.swapped.edit(sources, texts));
  }

  private record(
    session: ReviewSession | undefined,
    texts: readonly string[],
    { results = [], length = {}, prompt = this.target.prompt }: Partial<Wording> = {},
    version: number | undefined,
  ): void {
    const { document, sources } = this.target;
    if (session?.isOpen === true && prompt !== undefined) {
      const changes = session.pending.length;
      const spans = this.swapped.spans(texts);
      this.answers.record({ document, session, prompt, length, sources, results, spans, changes, version });
    }
  }

  private async write<Result>(action: () => Promise<Result>): Promise<Result> {
    this.writing = true;
    try {
      return await action();
    } finally {
      this.writing = false;
    }
  }

  private interrupt(): void {
    if (!this.interrupted) {
      this.interrupted = true;
      this.interruption.fire();
    }
  }
}
