import { setImmediate as immediate } from 'node:timers/promises';
import * as vscode from 'vscode';
import { overlaps, shifted, type OffsetRange } from '../../core/text/offsetRange.js';
import { StringEdit } from '../../core/edits/stringEdit.js';
import { diffWordsInSlices } from '../../core/edits/diffWords.js';
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

  /** Fires when the progress or the place of the ranges has changed. */
  public readonly onChange = this.changed.event;

  public constructor({ document, region, pending }: Snapshot) {
    this.document = document;
    this.region = region;
    this.pending = pending;
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

  /** Whether the other request would change text that this one works on. */
  public conflictsWith(other: ActiveRun): boolean {
    return (
      other.document === this.document &&
      this.ranges.some((ours) => other.ranges.some((theirs) => overlaps(ours, theirs)))
    );
  }

  /** What the answers change in the texts of the snapshot, one list per range. A long text does not hold others up. */
  public async compare(answers: readonly string[]): Promise<readonly (readonly Hunk[])[]> {
    const hunks: Hunk[][] = [];
    for (const [index, text] of this.texts.entries()) {
      hunks.push(await diffWordsInSlices(text, answers[index] ?? '', immediate));
    }
    return hunks;
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
    this.pending = runAfterEdit(this.pending, inside);
    this.changed.fire();
  }
}
