import type * as vscode from 'vscode';
import type { RewriteParameters, RewriteResult } from '../../core/protocol.js';
import type { Answer, Prompt } from '../answers/answer.js';
import { rangeIn } from '../host/textRanges.js';
import type { ModelService } from '../models/modelService.js';
import type { ActiveRuns } from '../run/activeRuns.js';
import { withPassProgress } from '../run/passProgress.js';
import type { RequestBuilder } from '../run/requestBuilder.js';
import { takeSnapshot } from '../run/snapshot.js';

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
    private readonly runs: ActiveRuns,
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

  /** The same for an answer under review, with cancellable progress, while its text is marked. */
  public async decodeAnswer(
    answer: Answer,
    wishes: Partial<RewriteParameters>,
  ): Promise<readonly RewriteResult[]> {
    const { document, spans, prompt } = answer;
    const ranges = spans.map(({ range }) => rangeIn(document, range));
    const run = this.runs.start(takeSnapshot({ document, ranges }));
    try {
      return await withPassProgress(prompt.title, run, () =>
        this.decode(answer, wishes, { signal: run.signal, onPass: (progress) => run.report(progress) }),
      );
    } finally {
      this.runs.end(run);
      run.dispose();
    }
  }
}
