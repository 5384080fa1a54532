import { totalmem } from 'node:os';
import * as vscode from 'vscode';
import { InferenceClient } from '../client/inferenceClient.js';
import type { Configuration } from '../editor/configuration.js';

/** Stands for "never" where a number of minutes is wanted: two weeks, which a timer can still count. */
const never = 20_000;

/** The connection to the inference process; starts nothing. */
export function createClient(
  context: vscode.ExtensionContext,
  configuration: Configuration,
  log: vscode.LogOutputChannel,
): InferenceClient {
  return new InferenceClient({
    directory: vscode.Uri.joinPath(context.globalStorageUri, 'process').fsPath,
    serverScript: context.asAbsolutePath('dist/inference.js'),
    version: (context.extension.packageJSON as { version: string }).version,
    logger: log,
    localise: (message, ...values) => vscode.l10n.t(message, ...values),
    get memoryMegabytes() {
      const ceiling = configuration.get('interlinear.memoryCeilingMegabytes');
      return ceiling || Math.round(totalmem() / 2 / 2 ** 20);
    },
    // Read when a process is started, so that a changed setting holds from the next start on.
    get idleMinutes() {
      return configuration.get('interlinear.idleUnloadMinutes') || never;
    },
  });
}
