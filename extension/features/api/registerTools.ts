import * as vscode from 'vscode';
import { languageModelTools, type ToolName } from '../../contributions/languageModelTools.js';
import type { InterlinearApi } from './interlinearApi.js';
import { TextTool } from './textTool.js';

/** Offers our tools to language models in VS Code; nothing where the host has none of that (forks of it, old versions). */
export function registerLanguageModelTools(
  api: Pick<InterlinearApi, 'rewrite' | 'translate' | 'classify'>,
): vscode.Disposable {
  const { lm } = vscode as { readonly lm?: Partial<Pick<typeof vscode.lm, 'registerTool'>> };
  const names = Object.keys(languageModelTools) as ToolName[];
  const registered = names.map((name) => lm?.registerTool?.(name, new TextTool(api, name)));
  return vscode.Disposable.from(...registered.filter((tool) => tool !== undefined));
}
