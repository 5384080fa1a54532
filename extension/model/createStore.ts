import * as vscode from 'vscode';
import { ModelStore } from '../client/modelStore.js';

/** The models of this machine: the one in the extension, and those in its global storage. */
export function createStore(context: vscode.ExtensionContext): ModelStore {
  return new ModelStore({
    bundledDirectory: context.asAbsolutePath('models/bundled'),
    storageDirectory: vscode.Uri.joinPath(context.globalStorageUri, 'models').fsPath,
    localise: (message, ...values) => vscode.l10n.t(message, ...values),
  });
}
