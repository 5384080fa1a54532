import * as vscode from 'vscode';
import { labelTitle } from '../../session/labels/labelTitle.js';
import { setTitle } from '../../session/labels/setTitle.js';
import type { Finding } from './ruleChecker.js';

/** A finding in a document as it was when it was checked. */
export interface PlacedFinding extends Finding {
  readonly range: vscode.Range;
}

/** What a person reads of a finding: their own message, or what the sentence is, and how sure the model is of it. */
export function findingMessage({ rule, set, label, probability }: Finding): string {
  const percent = Math.round(probability * 100);
  const found = vscode.l10n.t('{0} ({1} %)', labelTitle(set, label), percent);
  return rule.message === undefined ? `${setTitle(set)}: ${found}` : `${rule.message} · ${found}`;
}
