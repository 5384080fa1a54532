import * as vscode from 'vscode';
import { ActiveRun } from './activeRun.js';
import type { Snapshot } from '../selection/snapshot.js';

/** The requests that wait for an answer, for decorations, the status and Cancel. */
export class ActiveRuns implements vscode.Disposable {
  private readonly runs = new Map<ActiveRun, vscode.Disposable>();
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly closing = vscode.workspace.onDidCloseTextDocument((document) => {
    this.in(document).forEach((run) => run.cancel());
  });

  /** Fires when a request starts, ends, moves or makes progress. */
  public readonly onChange = this.changed.event;

  public get all(): readonly ActiveRun[] {
    return [...this.runs.keys()];
  }

  public in(document: vscode.TextDocument | undefined): readonly ActiveRun[] {
    return this.all.filter((run) => run.document === document);
  }

  /** Starts a request; an earlier one for the same text is given up, as its answer would find that text changed. */
  public start(snapshot: Snapshot): ActiveRun {
    const run = new ActiveRun(snapshot);
    for (const earlier of this.all.filter((other) => other.conflictsWith(run))) {
      earlier.cancel();
    }
    this.runs.set(
      run,
      run.onChange(() => this.changed.fire()),
    );
    this.changed.fire();
    return run;
  }

  /** The request no longer waits. It follows edits until it is disposed, for "Run Again". */
  public end(run: ActiveRun): void {
    this.runs.get(run)?.dispose();
    this.runs.delete(run);
    this.changed.fire();
  }

  public dispose(): void {
    for (const run of this.all) {
      run.cancel();
      this.end(run);
      run.dispose();
    }
    this.closing.dispose();
    this.changed.dispose();
  }
}
