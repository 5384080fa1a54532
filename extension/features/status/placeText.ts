import * as vscode from 'vscode';
import type { LoadedModel } from '../../core/protocol/protocol.js';

/** Where a model runs: a device of this machine, or a server. */
export function placeText({ device, endpoint }: Pick<LoadedModel, 'device' | 'endpoint'>): string {
  return endpoint === undefined ? device : vscode.l10n.t('remote: {0}', endpoint);
}
