import * as vscode from 'vscode';
import type { RewriteResult, SegmentWarning } from '../../core/protocol/protocol.js';

/** What a person is told of sentences that are not as they were asked for; undefined if all are. */
export function resultMessage(results: readonly RewriteResult[]): string | undefined {
  const warnings = results.flatMap(({ segments }) => segments).map(({ warning }) => warning);
  const count = (...wanted: readonly SegmentWarning[]): number =>
    warnings.filter((warning) => warning !== undefined && wanted.includes(warning)).length;
  const told: readonly (readonly [number, (count: number) => string])[] = [
    [count('protected-span-lost', 'too-long'), leftAlone],
    [count('over-limit'), overLimit],
    [count('term-missing'), termMissing],
    [count('number-changed', 'symbol-changed'), numberChanged],
    [count('negation-changed', 'question-changed'), meaningChanged],
    [count('wrong-language'), wrongLanguage],
    [count('unreadable'), unreadable],
    [count('already-translated'), alreadyTranslated],
  ];
  const messages = told.flatMap(([number, text]) => (number > 0 ? [text(number)] : []));
  return messages.length === 0 ? undefined : messages.join(' ');
}

function leftAlone(count: number): string {
  return vscode.l10n.t(
    'Some sentences were left as they were ({0}): they are too long, or a protected part such as code or a link would have been lost.',
    count,
  );
}

function overLimit(count: number): string {
  return vscode.l10n.t(
    'Some sentences were left as they were ({0}): the model found no answer that is short enough. Allow more characters.',
    count,
  );
}

function termMissing(count: number): string {
  return vscode.l10n.t(
    'Some sentences were left as they were ({0}): a term of the glossary or a word to keep could not be held.',
    count,
  );
}

function numberChanged(count: number): string {
  return vscode.l10n.t(
    'Some sentences were left as they were ({0}): every answer would have changed a number or a symbol.',
    count,
  );
}

function meaningChanged(count: number): string {
  return vscode.l10n.t(
    'Some sentences were left as they were ({0}): every answer would have turned their meaning round, or made a question of a statement.',
    count,
  );
}

function wrongLanguage(count: number): string {
  return vscode.l10n.t(
    'Some sentences were left as they were ({0}): no answer was in the language that you asked for.',
    count,
  );
}

function unreadable(count: number): string {
  return vscode.l10n.t(
    'Some sentences were left as they were ({0}): they are in a script that the model does not know.',
    count,
  );
}

function alreadyTranslated(count: number): string {
  return vscode.l10n.t(
    'Some sentences were left as they were ({0}): they are in the target language already.',
    count,
  );
}
