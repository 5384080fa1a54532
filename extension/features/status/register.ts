import * as vscode from 'vscode';
import type { InferenceClient } from '../../client/inferenceClient.js';
import type { ContextKeys } from '../../editor/contextKeys.js';
import type { ModelService } from '../../model/modelService.js';
import type { ReviewController } from '../../session/review/reviewController.js';
import type { ActiveRuns } from '../../session/run/activeRuns.js';
import { LanguageStatus } from './languageStatus.js';
import type { RecordingCommandRunner } from './recentErrors.js';
import { ReportIssueCommand } from './reportIssueCommand.js';
import { StatusBar } from './statusBar.js';
import { StatusCommands } from './statusCommands.js';
import { DisposableStore } from '../../editor/disposableStore.js';

/** Keeps our context keys true for the active editor. */
export class EditorContext implements vscode.Disposable {
  private readonly store = new DisposableStore();

  public constructor(
    private readonly keys: ContextKeys,
    private readonly runs: ActiveRuns,
    private readonly reviews: ReviewController,
  ) {
    this.store.add(runs.onChange(() => this.update()));
    this.store.add(reviews.onChange(() => this.update()));
    this.store.add(vscode.window.onDidChangeActiveTextEditor(() => this.update()));
    this.store.add(vscode.window.onDidChangeTextEditorSelection(() => this.update()));
  }

  public dispose(): void {
    this.store.dispose();
  }

  private update(): void {
    const editor = vscode.window.activeTextEditor;
    const review = this.reviews.changesIn(editor?.document).length > 0;
    this.keys.set('interlinear.reviewInEditor', review);
    this.keys.set(
      'interlinear.onChange',
      review && editor !== undefined && this.reviews.changesAt(editor.document, editor.selection).length > 0,
    );
    this.keys.set('interlinear.running', this.runs.all.length > 0);
  }
}

interface Parts {
  readonly context: vscode.ExtensionContext;
  readonly commands: RecordingCommandRunner;
  readonly client: InferenceClient;
  readonly model: ModelService;
  readonly log: vscode.LogOutputChannel;
  readonly keys: ContextKeys;
  readonly runs: ActiveRuns;
  readonly reviews: ReviewController;
}

/** What the window shows of the model, of requests and of reviews, outside the text itself. */
export function registerStatus({
  context,
  commands,
  client,
  model,
  log,
  keys,
  runs,
  reviews,
}: Parts): vscode.Disposable {
  return vscode.Disposable.from(
    new LanguageStatus(client),
    new StatusBar(runs, reviews),
    new EditorContext(keys, runs, reviews),
    new StatusCommands(client, model, log).register(commands),
    new ReportIssueCommand(context.extension, client, model, commands).register(),
  );
}
