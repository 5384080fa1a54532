import * as vscode from 'vscode';
import type { RewriteResult } from '../../core/protocol/protocol.js';
import { leftAloneReason } from './leftAloneReason.js';

/** What a person is told of sentences that are not as they were asked for; undefined if all are. */
export function resultMessage(results: readonly RewriteResult[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { warning } of results.flatMap(({ segments }) => segments)) {
    const reason = leftAloneReason(warning);
    if (reason !== undefined) {
      counts.set(reason, (counts.get(reason) ?? 0) + 1);
    }
  }
  if (counts.size === 0) {
    return undefined;
  }
  const count = [...counts.values()].reduce((sum, own) => sum + own, 0);
  const reasons = [...counts].map(([reason, own]) => (counts.size > 1 ? `${reason} (${own})` : reason));
  return vscode.l10n.t('Some sentences were left as they were ({0}): {1}.', count, reasons.join('; '));
}
