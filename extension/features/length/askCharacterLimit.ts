import * as vscode from 'vscode';
import { characterLimits, parseCharacterLimit } from './characterLimit.js';

/**
 * Asks how many characters a text may have, and says while it is typed whether that is a limit.
 * @param count characters of the text now, of the longest one where there are several
 * @returns undefined if the person gave up
 */
export async function askCharacterLimit(count: number): Promise<number | undefined> {
  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t('Interlinear: fit to how many characters?'),
    prompt: vscode.l10n.t(
      'The text has {0} characters now. An emoji or an accented letter counts as one.',
      count,
    ),
    validateInput: (value) => validateCharacterLimit(value, count),
  });
  return typed === undefined ? undefined : parseCharacterLimit(typed);
}

/** What is wrong with a limit; undefined if nothing is. Nothing typed yet is not wrong, but nothing to go on with. */
function validateCharacterLimit(
  value: string,
  count: number,
): string | vscode.InputBoxValidationMessage | undefined {
  const limit = parseCharacterLimit(value);
  if (limit === undefined) {
    const { minimum, maximum } = characterLimits;
    return vscode.l10n.t('Type a whole number from {0} to {1}.', minimum, maximum);
  }
  return limit < count
    ? undefined
    : {
        message: vscode.l10n.t('The text has {0} characters, so it fits already.', count),
        severity: vscode.InputBoxValidationSeverity.Info,
      };
}
