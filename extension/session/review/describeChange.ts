import * as vscode from 'vscode';
import { shortText } from './shortText.js';

/** A change in words, for lists and for people who hear it. */
export function describeChange({
  originalText,
  modifiedText,
}: {
  readonly originalText: string;
  readonly modifiedText: string;
}): string {
  if (originalText === '') {
    return vscode.l10n.t('inserted: “{0}”', shortText(modifiedText));
  }
  if (modifiedText === '') {
    return vscode.l10n.t('removed: “{0}”', shortText(originalText));
  }
  return vscode.l10n.t('“{0}” became “{1}”', shortText(originalText), shortText(modifiedText));
}
