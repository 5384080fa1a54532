import type * as vscode from 'vscode';
import type { RewriteParameters } from '../../core/protocol/protocol.js';
import type { Configuration } from '../../editor/configuration.js';

/** The settings that shape an answer, for a document. */
export function requestOptions(
  configuration: Configuration,
  document: vscode.TextDocument,
): Pick<RewriteParameters, 'format' | 'iterations' | 'lengthBeam'> {
  const iterations = configuration.get('interlinear.iterations', document);
  const lengthBeam = configuration.get('interlinear.lengthBeam', document);
  return {
    format: document.languageId,
    ...(iterations !== null && { iterations }),
    ...(lengthBeam !== null && { lengthBeam }),
  };
}
