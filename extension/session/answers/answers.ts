import * as vscode from 'vscode';
import { containsRange, type OffsetRange } from '../../core/text/offsetRange.js';
import type { StringEdit } from '../../core/edits/stringEdit.js';
import { editOfChanges } from '../../editor/contentChanges.js';
import { DisposableStore } from '../../editor/disposableStore.js';
import { rangeIn } from '../../editor/textRanges.js';
import type { ReviewController } from '../review/reviewController.js';
import type { RewriteRunner, WrittenAnswer } from '../run/rewriteRunner.js';
import type { Answer } from './answer.js';

/** Remembers, as long as its review is open, what every answer is an answer to. */
export class Answers implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new vscode.EventEmitter<vscode.TextDocument>());
  private answers: readonly Answer[] = [];

  /** Fires with the document when its answers have come, gone or moved. */
  public readonly onChange = this.changed.event;

  public constructor(
    private readonly reviews: ReviewController,
    runner: RewriteRunner,
  ) {
    this.store.add(runner.onWritten((answer) => this.written(answer)));
    this.store.add(reviews.onChange((document) => this.forget(document)));
    this.store.add(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && this.in(document).length > 0) {
          this.edited(document, editOfChanges(contentChanges));
        }
      }),
    );
  }

  /** The answers under review in a document. */
  public in(document: vscode.TextDocument): readonly Answer[] {
    return this.answers.filter((answer) => answer.document === document);
  }

  /** The answer that all of the ranges lie in, if it still stands as it was written and nothing of it is decided. */
  public around(document: vscode.TextDocument, ranges: readonly vscode.Range[]): Answer | undefined {
    const wanted = ranges.map(({ start, end }) => ({
      start: document.offsetAt(start),
      end: document.offsetAt(end),
    }));
    return this.in(document).find(
      (answer) =>
        wanted.every((range) => answer.spans.some((span) => containsRange(span.range, range))) &&
        this.isUntouched(answer),
    );
  }

  /** The answer as it is known now, if it still stands as it was written. */
  public current({ session }: Answer): Answer | undefined {
    return this.answers.find((answer) => answer.session === session && this.isUntouched(answer));
  }

  /** Remembers an answer; one that was known for the same session is forgotten. */
  public record(answer: Answer): void {
    this.answers = [...this.answers.filter(({ session }) => session !== answer.session), answer];
    this.changed.fire(answer.document);
  }

  public dispose(): void {
    this.answers = [];
    this.store.dispose();
  }

  private isUntouched({ document, session, spans, changes }: Answer): boolean {
    return (
      session.pending.length === changes &&
      spans.every(({ range, text }) => document.getText(rangeIn(document, range)) === text)
    );
  }

  private written({ request, sources, results, spans }: WrittenAnswer): void {
    const { target, length = {}, ...prompt } = request;
    const { document } = target;
    // Older reviews of this text were ended before it was written.
    const ranges = spans.map(({ range }) => range);
    const session = this.reviews.reaching(document, ranges).at(-1);
    if (session !== undefined) {
      const changes = session.pending.length;
      const { version } = document;
      this.record({ document, session, prompt, length, sources, results, spans, changes, version });
    }
  }

  private edited(document: vscode.TextDocument, edit: StringEdit): void {
    const moved = (range: OffsetRange): OffsetRange => edit.mapRange(range);
    this.answers = this.answers.map((answer) =>
      answer.document === document
        ? { ...answer, spans: answer.spans.map(({ range, text }) => ({ range: moved(range), text })) }
        : answer,
    );
    this.changed.fire(document);
  }

  private forget(document: vscode.TextDocument): void {
    const open = new Set(this.reviews.changesIn(document).map(({ sessionId }) => sessionId));
    const before = this.answers;
    this.answers = before.filter((answer) => answer.document !== document || open.has(answer.session.id));
    if (this.answers.length !== before.length) {
      this.changed.fire(document);
    }
  }
}
