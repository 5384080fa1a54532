import * as vscode from 'vscode';
import type { PassProgress, RewriteResult } from '../../core/protocol/protocol.js';
import { cancelled } from '../../editor/cancellation.js';
import type { ModelService } from '../../model/modelService.js';
import type { RequestBuilder } from '../../session/run/requestBuilder.js';
import type { ChosenTarget } from '../../session/languages/targetChoice.js';

/** Translates texts of a document without changing it. */
export class TextTranslator {
  public constructor(
    private readonly model: Pick<ModelService, 'rewrite'>,
    private readonly requests: RequestBuilder,
  ) {}

  /**
   * Translates with a progress message that shows pass and part and has a button to cancel.
   * @param document whose kind of text it is
   * @throws InterlinearError; DOMException `AbortError` when cancelled
   */
  public async withProgress(
    document: vscode.TextDocument,
    texts: readonly string[],
    target: ChosenTarget,
  ): Promise<readonly RewriteResult[]> {
    const location = vscode.ProgressLocation.Notification;
    const title = vscode.l10n.t('Translating into {0}', target.title);
    return vscode.window.withProgress({ location, title, cancellable: true }, (progress, token) =>
      this.translate(document, texts, target, token, (pass) => progress.report({ message: messageOf(pass) })),
    );
  }

  /** @throws InterlinearError; DOMException `AbortError` when cancelled */
  public async translate(
    document: vscode.TextDocument,
    texts: readonly string[],
    { instruction }: Pick<ChosenTarget, 'instruction'>,
    token: vscode.CancellationToken,
    onPass: (progress: PassProgress) => void = () => undefined,
  ): Promise<readonly RewriteResult[]> {
    if (token.isCancellationRequested) throw cancelled();
    const controller = new AbortController();
    const subscription = token.onCancellationRequested(() => controller.abort());
    try {
      const parameters = await this.requests.build({ document, texts, instruction });
      return await this.model.rewrite(parameters, { signal: controller.signal, onPass });
    } finally {
      subscription.dispose();
    }
  }
}

function messageOf({ pass, passes, batch, batches }: PassProgress): string {
  return batches > 1
    ? vscode.l10n.t('pass {0} of {1}, part {2} of {3}', pass, passes, batch, batches)
    : vscode.l10n.t('pass {0} of {1}', pass, passes);
}
