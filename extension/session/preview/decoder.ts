import type * as vscode from 'vscode';
import type { RewriteParameters, RewriteResult } from '../../core/protocol/protocol.js';
import type { Prompt } from '../answers/answer.js';
import type { ModelService } from '../../model/modelService.js';
import type { RequestBuilder } from '../run/requestBuilder.js';

/** A question to the model that is asked more than once. */
export interface Question {
  readonly document: vscode.TextDocument;
  readonly sources: readonly string[];
  readonly prompt: Prompt;
}

/** Asks the model again for texts that it may have answered before, with other wishes. */
export class Decoder {
  public constructor(
    private readonly model: ModelService,
    private readonly requests: RequestBuilder,
  ) {}

  /** @throws DOMException `AbortError`; InterlinearError of the engine */
  public async decode(
    { document, sources, prompt }: Question,
    wishes: Partial<RewriteParameters>,
    options: Parameters<ModelService['rewrite']>[1],
  ): Promise<readonly RewriteResult[]> {
    const { instruction, allowUnknownInstruction = false } = prompt;
    const built = await this.requests.build({ document, texts: sources, instruction });
    options?.signal?.throwIfAborted();
    return this.model.rewrite({ ...built, ...wishes, allowUnknownInstruction }, options);
  }
}
