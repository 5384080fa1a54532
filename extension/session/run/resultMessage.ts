import * as vscode from 'vscode';
import type { RewriteResult, SegmentWarning } from '../../core/protocol/protocol.js';

/** What a person is told of sentences that are not as they were asked for; undefined if all are. */
export function resultMessage(results: readonly RewriteResult[]): string | undefined {
  const warnings = results.flatMap(({ segments }) => segments).map(({ warning }) => warning);
  const count = (...wanted: readonly SegmentWarning[]): number =>
    warnings.filter((warning) => warning !== undefined && wanted.includes(warning)).length;
  const leftAlone = count('protected-span-lost', 'too-long');
  const overLimit = count('over-limit');
  const termMissing = count('term-missing');
  const messages = [
    ...(leftAlone > 0
      ? [
          vscode.l10n.t(
            'Some sentences were left as they were ({0}): they are too long, or a protected part such as code or a link would have been lost.',
            leftAlone,
          ),
        ]
      : []),
    ...(overLimit > 0
      ? [
          vscode.l10n.t(
            'Some sentences were left as they were ({0}): the model found no answer that is short enough. Allow more characters.',
            overLimit,
          ),
        ]
      : []),
    ...(termMissing > 0
      ? [
          vscode.l10n.t(
            'Some sentences were left as they were ({0}): a term of the glossary or a word to keep could not be held.',
            termMissing,
          ),
        ]
      : []),
  ];
  return messages.length === 0 ? undefined : messages.join(' ');
}
