import * as vscode from 'vscode';
import type { EndpointError } from '../core/protocol/endpointError.js';
import { endpointMessages } from '../core/protocol/endpointMessages.js';

/** What is wrong with a server, in the person's language. */
export function endpointText({ problem, values }: EndpointError): string {
  return vscode.l10n.t(endpointMessages[problem], ...values);
}
