import * as vscode from 'vscode';
import { ModelInstaller } from '../client/install/modelInstaller.js';
import { ModelRemover } from '../client/install/modelRemover.js';

/** Puts models into this machine's storage, and takes them out; touches nothing before it is asked to. */
export function createInstaller(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
): { readonly installer: ModelInstaller; readonly remover: ModelRemover } {
  const storageDirectory = vscode.Uri.joinPath(context.globalStorageUri, 'models').fsPath;
  const localise = (message: string, ...values: (string | number)[]): string =>
    vscode.l10n.t(message, ...values);
  return {
    installer: new ModelInstaller({ storageDirectory, localise, log }),
    remover: new ModelRemover(storageDirectory, localise),
  };
}
