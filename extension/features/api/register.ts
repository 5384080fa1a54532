import * as vscode from 'vscode';
import { extendTranslate } from './commentTranslateSource.js';
import type { ModelService } from '../../model/modelService.js';
import type { LanguageDetector } from '../../session/labels/languageDetector.js';
import { createApi, type WorkspaceTerms } from './createApi.js';
import type { InterlinearApi } from './interlinearApi.js';
import { languageModelTools, type ToolName } from '../../contributions/languageModelTools.js';
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

export interface ForOthers {
  readonly api: InterlinearApi;
  dispose(): void;
}

/** What we offer to others: the exported interface, the tools for language models, the source for Comment Translate. */
export function registerForOthers(
  model: ModelService,
  detector: LanguageDetector,
  terms: WorkspaceTerms,
): ForOthers {
  const changed = new vscode.EventEmitter<void>();
  const subscription = vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('interlinear.model')) changed.fire();
  });
  // Until then the bundled model is used, whatever the settings name.
  const trusted = vscode.workspace.onDidGrantWorkspaceTrust(() => {
    changed.fire();
  });
  const source = extendTranslate({
    model,
    detect: (manifest, text) => detector.language(manifest, text),
    interfaceLanguage: vscode.env.language,
    unknown: {
      target: (language, known) =>
        vscode.l10n.t('The model in use does not translate into “{0}”; it knows: {1}', language, known),
      source: (language, known) =>
        vscode.l10n.t('The model in use does not read “{0}”; it knows: {1}', language, known),
    },
  });
  const api = createApi({ model, terms, onDidChangeModel: changed.event, extendTranslate: source });
  const all = vscode.Disposable.from(changed, subscription, trusted, registerLanguageModelTools(api));
  return { api, dispose: () => void all.dispose() };
}
