import * as vscode from 'vscode';
import type { SegmentOrigin } from '../../core/protocol/protocol.js';

/** Which memory a sentence comes from, and how like the sentence there it is. */
export function memoryTitle({ file = '', similarity = 1 }: SegmentOrigin): string {
  return similarity === 1
    ? vscode.l10n.t('From memory: {0}', file)
    : vscode.l10n.t('From memory: {0}, {1} % match', file, Math.floor(similarity * 100));
}
