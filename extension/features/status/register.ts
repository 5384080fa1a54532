import * as vscode from 'vscode';
import type { InferenceClient } from '../../client/inferenceClient.js';
import type { ContextKeys } from '../../editor/contextKeys.js';
import type { ModelService } from '../../model/modelService.js';
import type { ReviewController } from '../../session/review/reviewController.js';
import type { ActiveRuns } from '../../session/run/activeRuns.js';
import { EditorContext } from './editorContext.js';
import { LanguageStatus } from './languageStatus.js';
import type { RecordingCommandRunner } from './recentErrors.js';
import { ReportIssueCommand } from './reportIssueCommand.js';
import { StatusBar } from './statusBar.js';
import { StatusCommands } from './statusCommands.js';

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
