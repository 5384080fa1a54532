import * as vscode from 'vscode';
import type { RunningProcess } from '../../model/hoverPolicy.js';
import { DisposableStore } from '../../editor/disposableStore.js';
import type { DocumentCheck } from './documentCheck.js';
import type { Findings } from './findings.js';

/** How long a document rests before it is checked, in milliseconds: nobody wants to be told while they type. */
const pause = 600;

/** Has the documents on screen checked: when they appear, when they were changed, when the process has started. */
export class RuleWatcher implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private running: boolean;

  public constructor(
    private readonly check: DocumentCheck,
    private readonly findings: Findings,
    process: RunningProcess,
  ) {
    this.running = isUp(process);
    const all = (): void => this.checkAll();
    const { workspace, window } = vscode;
    this.store.add(window.onDidChangeVisibleTextEditors(all));
    this.store.add(workspace.onDidOpenTextDocument((document) => this.schedule(document)));
    this.store.add(workspace.onDidChangeTextDocument(({ document }) => this.schedule(document)));
    this.store.add(
      window.onDidChangeTextEditorVisibleRanges(({ textEditor: { document } }) => {
        if (this.check.wasPartial(document)) {
          this.schedule(document);
        }
      }),
    );
    this.store.add(workspace.onDidCloseTextDocument((document) => this.forget(document)));
    this.store.add(workspace.onDidGrantWorkspaceTrust(all));
    this.store.add(
      workspace.onDidChangeConfiguration((event) => {
        const settings = ['interlinear.rules', 'interlinear.labelSets', 'interlinear.model'];
        if (settings.some((setting) => event.affectsConfiguration(setting))) {
          this.checkAll();
        }
      }),
    );
    this.store.add(
      process.onState(() => {
        const before = this.running;
        this.running = isUp(process);
        if (this.running && !before) {
          this.checkAll();
        }
      }),
    );
    this.checkAll();
  }

  /** Has every document on screen checked again. */
  public checkAll(): void {
    vscode.workspace.textDocuments.forEach((document) => this.schedule(document));
  }

  public dispose(): void {
    this.store.dispose();
    this.timers.forEach((timer) => clearTimeout(timer));
    this.timers.clear();
  }

  private schedule(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    clearTimeout(this.timers.get(key));
    if (!isShown(document)) {
      this.timers.delete(key);
      return;
    }
    this.check.cancel(document);
    this.timers.set(
      key,
      setTimeout(() => {
        this.timers.delete(key);
        void this.check.run(document);
      }, pause),
    );
  }

  private forget(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    clearTimeout(this.timers.get(key));
    this.timers.delete(key);
    this.check.cancel(document);
    this.findings.set(document.uri, []);
  }
}

function isUp({ state: { phase } }: RunningProcess): boolean {
  return phase === 'ready' || phase === 'busy' || phase === 'loading';
}

/** In an editor on screen, or in the box of a commit message, which is no editor to extensions. */
function isShown(document: vscode.TextDocument): boolean {
  return (
    document.languageId === 'scminput' ||
    vscode.window.visibleTextEditors.some((editor) => editor.document === document)
  );
}
