import * as vscode from 'vscode';
import type { ClassifyResult } from '../../core/protocol/protocol.js';
import { languageName } from '../../core/text/languageName.js';
import { languageCode, languageSet, type LabelSet } from './labelSets.js';

/** What a person reads for a label: its word in the language of the interface, where it has one. */
export function labelTitle(set: LabelSet, label: string): string {
  const locale = vscode.env.language;
  if (set.own) {
    const words = set.words?.[label];
    return words?.[locale] ?? words?.[locale.split('-')[0] ?? locale] ?? label;
  }
  if (set.name === languageSet) {
    const code = languageCode(set, label);
    return code === undefined ? label : languageName(code, locale, label);
  }
  return builtIn(label);
}

/** Scores with what a person reads in the place of the labels. */
export function titled(set: LabelSet, scores: ClassifyResult['scores']): ClassifyResult['scores'] {
  return scores.map(({ label, probability }) => ({ label: labelTitle(set, label), probability }));
}

/** The labels that models of ours know. */
function builtIn(label: string): string {
  switch (label) {
    case 'positive':
      return vscode.l10n.t('positive');
    case 'neutral':
      return vscode.l10n.t('neutral');
    case 'negative':
      return vscode.l10n.t('negative');
    case 'formal':
      return vscode.l10n.t('formal');
    case 'informal':
      return vscode.l10n.t('informal');
    case 'business':
      return vscode.l10n.t('business');
    case 'entertainment':
      return vscode.l10n.t('entertainment');
    case 'health':
      return vscode.l10n.t('health');
    case 'politics':
      return vscode.l10n.t('politics');
    case 'sports':
      return vscode.l10n.t('sports');
    case 'technology':
      return vscode.l10n.t('technology');
    default:
      return label;
  }
}
