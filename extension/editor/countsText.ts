import * as vscode from 'vscode';
import type { TextCounts } from '../core/text/textCounts.js';

/** Counts for a list or a message, e.g. `84 characters, 15 words`. */
export function countsText({ characters, words }: TextCounts): string {
  const first = characters === 1 ? vscode.l10n.t('1 character') : vscode.l10n.t('{0} characters', characters);
  const second = words === 1 ? vscode.l10n.t('1 word') : vscode.l10n.t('{0} words', words);
  return vscode.l10n.t('{0}, {1}', first, second);
}
