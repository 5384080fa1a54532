import * as vscode from 'vscode';
import type { LabelSet } from './labelSets.js';

/** What a person reads as the name of a label set. */
export function setTitle({ name, title, own }: LabelSet): string {
  if (own) {
    return title ?? name;
  }
  switch (name) {
    case 'language':
      return vscode.l10n.t('Language');
    case 'sentiment':
      return vscode.l10n.t('Sentiment');
    case 'formality':
      return vscode.l10n.t('Formality');
    case 'topic':
      return vscode.l10n.t('Topic');
    default:
      return name;
  }
}
