import * as vscode from 'vscode';
import type { Configuration } from '../../editor/configuration.js';

/** Where a glossary is looked for if the settings name none, the first that exists. */
export const defaultGlossaries = ['.interlinear/glossary.csv', 'glossary.csv'] as const;

/** Where the glossary of a folder may be. */
export interface GlossaryLocation {
  readonly folder: vscode.WorkspaceFolder;
  /** In the order in which they are tried; one if the settings name it. */
  readonly candidates: readonly vscode.Uri[];
  /** Whether the settings name it, so that it has to be there. */
  readonly named: boolean;
}

/**
 * Where to look for the glossary of a document: in its own folder of the workspace, in the first one for a document that
 * lies in none. In an untrusted workspace nowhere: no file of it is read.
 * @returns undefined without a workspace, or where the setting leads out of the folder
 */
export function glossaryLocation(
  configuration: Configuration,
  document: vscode.TextDocument | undefined,
): GlossaryLocation | undefined {
  const folder =
    (document && vscode.workspace.getWorkspaceFolder(document.uri)) ?? vscode.workspace.workspaceFolders?.[0];
  if (folder === undefined || !vscode.workspace.isTrusted) {
    return undefined;
  }
  const path = configuration.get('interlinear.glossary', folder.uri).trim();
  if (path === '') {
    const candidates = defaultGlossaries.map((name) => vscode.Uri.joinPath(folder.uri, name));
    return { folder, candidates, named: false };
  }
  return isInside(path)
    ? { folder, candidates: [vscode.Uri.joinPath(folder.uri, path)], named: true }
    : undefined;
}

/** Whether a path is relative and stays in the folder it is relative to. */
function isInside(path: string): boolean {
  const parts = path.split(/[\\/]/);
  return !/^([\\/]|[a-z]:)/i.test(path) && !parts.includes('..');
}
