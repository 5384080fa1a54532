import * as vscode from 'vscode';
import type { SegmentWarning } from '../../core/protocol/protocol.js';

/** Why a sentence was left as it was, in words; undefined where it was not, or where that needs no word. */
export function leftAloneReason(warning: SegmentWarning | undefined): string | undefined {
  switch (warning) {
    case 'protected-span-lost':
      return vscode.l10n.t('a protected part, such as code or a link, would have been lost');
    case 'too-long':
      return vscode.l10n.t('too long for the model');
    case 'over-limit':
      return vscode.l10n.t('no answer is short enough; allow more characters');
    case 'term-missing':
      return vscode.l10n.t('a term of the glossary or a word to keep would have been lost');
    case 'unreadable':
      return vscode.l10n.t('in a script that the model cannot read');
    case 'number-changed':
      return vscode.l10n.t('every answer would have changed a number');
    case 'symbol-changed':
      return vscode.l10n.t('every answer would have changed a symbol');
    case 'negation-changed':
      return vscode.l10n.t('every answer would have turned the meaning round');
    case 'question-changed':
      return vscode.l10n.t('every answer would have made a question a statement, or the other way round');
    case 'wrong-language':
      return vscode.l10n.t('no answer was in the right language');
    case 'already-translated':
      return vscode.l10n.t('in the target language already');
    case 'nothing-to-rewrite':
    case 'pinned':
    case undefined:
      return undefined;
  }
}
