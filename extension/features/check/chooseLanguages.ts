import * as vscode from 'vscode';
import { languageName } from '../../core/text/languageName.js';
import type { ModelService } from '../../model/modelService.js';

const setting = 'check.languages';

/** Check Spelling as You Type…: a list of languages, each on or off. */
export async function chooseCheckedLanguages(model: Pick<ModelService, 'manifest'>): Promise<void> {
  const { languages } = await model.manifest();
  const configuration = vscode.workspace.getConfiguration('interlinear');
  const now = configuration.get<readonly string[]>(setting, []);
  const items = languages
    // No lexicon has the words of a language that writes none apart.
    .filter((code) => code !== 'zh' && code !== 'ja')
    .map((code) => ({
      code,
      label: languageName(code, vscode.env.language, code),
      picked: now.includes(code),
    }));
  const chosen = await vscode.window.showQuickPick(items, {
    canPickMany: true,
    placeHolder: vscode.l10n.t('Languages whose spelling is checked as you type'),
  });
  if (chosen === undefined) return;
  const codes = chosen.map(({ code }) => code);
  await configuration.update(setting, codes, vscode.ConfigurationTarget.Global);
}
