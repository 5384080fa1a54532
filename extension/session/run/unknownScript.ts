import * as vscode from 'vscode';
import type { Manifest } from '../../core/model/manifest.js';
import { isForeignScript } from '../../core/text/foreignScript.js';
import { languageName } from '../../core/text/languageName.js';

/**
 * What a person is told before a model gets a text that it cannot read: it would answer with nonsense.
 * @returns undefined if it can read the texts, as far as their letters tell
 */
export function unknownScriptMessage(
  texts: readonly string[],
  { languages, name }: Pick<Manifest, 'languages' | 'name'>,
): string | undefined {
  if (!texts.some((text) => isForeignScript(text, languages))) {
    return undefined;
  }
  const known = languages.map((code) => languageName(code, vscode.env.language, code)).join(', ');
  return vscode.l10n.t('{0} cannot read this writing. Its languages are: {1}', name, known);
}
