import * as vscode from 'vscode';
import { overlaps, shifted, type OffsetRange } from '../../core/text/offsetRange.js';
import { StringEdit } from '../../core/edits/stringEdit.js';
import { editOf, type Hunk } from '../../core/edits/hunk.js';
import type { PassProgress } from '../../core/protocol/protocol.js';
import { runAfterEdit, tryApplyHunks, type PendingRun } from '../../core/review/pendingRun.js';
import { editOfChanges } from '../../editor/contentChanges.js';
import { DisposableStore } from '../../editor/disposableStore.js';
import type { Region } from '../../editor/region.js';
import type { Snapshot } from '../selection/snapshot.js';

/** A request from its snapshot until its answer was applied or given up: follows the edits made meanwhile. */
export class ActiveRun implements vscode.Disposable {
  public readonly document: vscode.TextDocument;

  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new vscode.EventEmitter<void>());
  private readonly controller = new AbortController();
  private pending: PendingRun;
  private region: Region;
  private lastProgress: PassProgress | undefined;
  private isWriting = false;
  /** For each text how much of it is answered in the document, in UTF-16 code units. */
  private readonly answered: number[];
  private version: number | undefined;

  /** Fires when the progress or the place of the ranges has changed. */
  public readonly onChange = this.changed.event;

  public constructor({ document, region, pending }: Snapshot) {
    this.document = document;
    this.region = region;
    this.pending = pending;
    this.answered = pending.ranges.map(() => 0);
    this.store.add(
      vscode.workspace.onDidChangeTextDocument((event) => {
        if (event.document === document && event.contentChanges.length > 0) {
          this.edited(editOfChanges(event.contentChanges));
        }
      }),
    );
  }

  public get signal(): AbortSignal {
    return this.controller.signal;
  }

  public get progress(): PassProgress | undefined {
    return this.lastProgress;
  }

  /** The texts of the snapshot, in order. */
  public get texts(): readonly string[] {
    return this.pending.ranges.map(({ text }) => text);
  }

  /** Where the ranges lie in the document as it is now. */
  public get ranges(): readonly OffsetRange[] {
    return this.pending.ranges.map(({ range }) => shifted(range, this.region.range.start));
  }

  /** Where the parts lie that wait for an answer. */
  public get openRanges(): readonly OffsetRange[] {
    return this.pending.ranges.flatMap(({ text }, index) => {
      const start = this.answered[index] ?? 0;
      return start < text.length ? [this.placeOf(index, { start, end: text.length })] : [];
    });
  }

  /** The version of the document with the newest part of the answer as its last change. */
  public get writtenVersion(): number | undefined {
    return this.version;
  }

  /** Where a range of one of the texts lies now. */
  public placeOf(text: number, range: OffsetRange): OffsetRange {
    const inSnapshot = shifted(range, this.pending.ranges[text]?.snapshot.start ?? 0);
    return shifted(this.pending.edits.mapRange(inSnapshot), this.region.range.start);
  }

  /** Runs an edit of the document that brings pieces of the answer. @param work resolves with whether it did */
  public async write(
    pieces: readonly { readonly text: number; readonly range: OffsetRange }[],
    work: () => Promise<boolean>,
  ): Promise<boolean> {
    this.isWriting = true;
    const { version } = this.document;
    try {
      const written = await work();
      if (written) {
        // A keystroke that came in the same moment is not ours.
        this.version = version + 1;
        pieces.forEach(({ text, range }) => (this.answered[text] = range.end));
        this.changed.fire();
      }
      return written;
    } finally {
      this.isWriting = false;
    }
  }

  /** Whether the other request would change text that this one works on. */
  public conflictsWith(other: ActiveRun): boolean {
    return (
      other.document === this.document &&
      this.ranges.some((ours) => other.ranges.some((theirs) => overlaps(ours, theirs)))
    );
  }

  /**
   * The edit of the document as it is now that brings the changes, one list per range.
   * @returns an empty edit if nothing changes; undefined if the person's own edits are in the way
   */
  public editFor(changes: readonly (readonly Hunk[])[]): StringEdit | undefined {
    const outcome = tryApplyHunks(this.pending, changes);
    switch (outcome.kind) {
      case 'unchanged':
        return StringEdit.empty;
      case 'conflict':
        return undefined;
      case 'apply':
        return StringEdit.of(
          outcome.hunks
            .map(editOf)
            .map(({ range, text }) => ({ range: shifted(range, this.region.range.start), text })),
        );
    }
  }

  /** Of the changes of one text those that the person's own edits are not in the way of. */
  public applicable(text: number, hunks: readonly Hunk[]): readonly Hunk[] {
    const alone = (hunk: Hunk): readonly (readonly Hunk[])[] =>
      this.texts.map((_, index) => (index === text ? [hunk] : []));
    return hunks.filter((hunk) => this.editFor(alone(hunk)) !== undefined);
  }

  public report(progress: PassProgress): void {
    this.lastProgress = progress;
    this.changed.fire();
  }

  public cancel(): void {
    this.controller.abort();
  }

  public dispose(): void {
    this.store.dispose();
  }

  private edited(edit: StringEdit): void {
    const { region, inside } = this.region.after(edit.replacements);
    this.region = region;
    this.pending = runAfterEdit(this.pending, inside, this.isWriting);
    this.changed.fire();
  }
}
