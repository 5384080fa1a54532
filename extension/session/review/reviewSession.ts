import type * as vscode from 'vscode';
import type { Hunk } from '../../core/edits/hunk.js';
import { shifted, type OffsetRange } from '../../core/text/offsetRange.js';
import { StringEdit } from '../../core/edits/stringEdit.js';
import type { TextEdit } from '../../core/edits/textEdit.js';
import { reviewStep, startReview } from '../../core/review/reviewSession.js';
import type { EditReason, EndReason, ReviewEvent, ReviewState } from '../../core/review/reviewState.js';
import { Region } from '../../editor/region.js';

/** A change of a session that waits for a decision. */
export interface PendingChange {
  readonly sessionId: number;
  readonly hunkId: number;
  readonly originalText: string;
  readonly modifiedText: string;
  /** Where it lies in the document as it is now. */
  readonly range: OffsetRange;
}

/** How a review came to its end, and what was decided. */
export interface ReviewEnd {
  readonly reason: EndReason;
  /** Numbers of changes; one that the person edited is kept. */
  readonly kept: number;
  readonly undone: number;
}

/** An answer that is in the document and gives way to another one. */
export interface GivenAnswer {
  /** The edit of the document as it is now that brings the original text. */
  readonly takenBack: StringEdit;
  /** Where both the answer and the one that replaces it lie, in present offsets. */
  readonly within: OffsetRange;
  /** The sessions that review it; they can be resumed once its text is back. */
  readonly replaces: readonly ReviewSession[];
}

/** The review of one answer: the pure reducer of core/review, kept in step with a document. */
export class ReviewSession {
  private state: ReviewState;
  private region: Region;
  /** The sessions whose changes give way to this one. */
  public readonly replaces: readonly ReviewSession[];

  private phase: 'waiting' | 'applied' | 'abandoned' = 'waiting';
  private readonly versionBefore: number;

  /**
   * @param edit what is about to be applied to the document, after what `given` takes back; only then it may be empty
   */
  public constructor(
    public readonly id: number,
    public readonly document: vscode.TextDocument,
    edit: StringEdit,
    private readonly read: (range: OffsetRange) => string,
    documentLength: number,
    given?: GivenAnswer,
  ) {
    this.versionBefore = document.version;
    this.replaces = given?.replaces ?? [];
    const around = Region.around(given?.within ?? hullOf(edit), documentLength);
    const { start } = around.range;
    const original = movedBy(given?.takenBack ?? StringEdit.empty, -start).apply(read(around.range));
    this.state = startReview(original, hunksOf(edit, original, start));
    this.region = around.resized(this.state.text.length);
  }

  /** The edit is in the document, and not everything is decided yet. */
  public get isOpen(): boolean {
    return this.phase === 'applied' && this.state.ended === undefined;
  }

  /** The document has shown the edit. */
  public get isApplied(): boolean {
    return this.phase === 'applied';
  }

  /** Waits for the document to show the edit. */
  public get isWaiting(): boolean {
    return this.phase === 'waiting';
  }

  /** The edit did not come about. */
  public abandon(): void {
    this.phase = 'abandoned';
  }

  /** In order of their places; none before the edit was applied. */
  public get pending(): readonly PendingChange[] {
    if (!this.isOpen) {
      return [];
    }
    return this.state.hunks
      .filter(({ status }) => status === 'pending')
      .map(({ id, originalText, modifiedText, range }) => ({
        sessionId: this.id,
        hunkId: id,
        originalText,
        modifiedText,
        range: shifted(range, this.region.range.start),
      }));
  }

  /** How the review ended; undefined while it is open, and of one that never was. */
  public get end(): ReviewEnd | undefined {
    const { ended, hunks } = this.state;
    if (this.phase !== 'applied' || ended === undefined) {
      return undefined;
    }
    const undone = hunks.filter(({ status }) => status === 'undone').length;
    return { reason: ended, kept: hunks.length - undone, undone };
  }

  /** Takes note of a change of the document, in the offsets from before it. */
  public documentEdited(edit: StringEdit, reason: EditReason): void {
    if (this.isWaiting) {
      this.recognise();
      return;
    }
    const { region, inside } = this.region.after(edit.replacements);
    this.region = region;
    if (inside.length > 0) {
      this.dispatch({ type: 'documentEdited', changes: inside, reason });
    }
  }

  /** @returns the edits to make, in document offsets */
  public dispatch(event: ReviewEvent): TextEdit[] {
    const { state, edits } = reviewStep(this.state, event);
    this.state = state;
    return edits.map(({ range, text }) => ({ range: shifted(range, this.region.range.start), text }));
  }

  /**
   * The change that brings our edit is the one after which our text stands where it should: its parts can be cut
   * differently from what was asked for, because VS Code makes edits smaller where it can.
   */
  private recognise(): void {
    const shown =
      this.document.version === this.versionBefore + 1 && this.read(this.region.range) === this.state.text;
    this.phase = shown ? 'applied' : 'abandoned';
  }
}

function hullOf({ replacements }: StringEdit): OffsetRange {
  return { start: replacements[0]!.range.start, end: replacements.at(-1)!.range.end };
}

/** The parts of the edit as hunks, in offsets of a text that starts at offset `base` of the document. */
function hunksOf(edit: StringEdit, original: string, base: number): Hunk[] {
  let delta = 0;
  return edit.replacements.map(({ range, text }) => {
    const originalRange = shifted(range, -base);
    const start = originalRange.start + delta;
    delta += text.length - (range.end - range.start);
    return {
      originalRange,
      modifiedRange: { start, end: start + text.length },
      originalText: original.slice(originalRange.start, originalRange.end),
      modifiedText: text,
    };
  });
}

function movedBy(edit: StringEdit, delta: number): StringEdit {
  return StringEdit.of(edit.replacements.map(({ range, text }) => ({ range: shifted(range, delta), text })));
}
