import { setTimeout as sleep } from 'node:timers/promises';
import type { HostedEngine } from '../../../extension/inference/serverModel.js';
import {
  InterlinearError,
  type ClassifyParameters,
  type ClassifyResult,
  type FillParameters,
  type FillResult,
  type LoadedModel,
  type LoadParameters,
  type PassProgress,
  type RewriteParameters,
  type RewriteResult,
} from '../../../extension/core/protocol.js';

/**
 * Answers as a model would, in a time that the test chooses: `targetLength` milliseconds per pass. Instructions
 * that begin with `!` misbehave in the way their name says.
 */
export class FakeEngine implements HostedEngine {
  public constructor(private readonly parameters: LoadParameters) {}

  public info(): LoadedModel {
    return {
      id: this.parameters.directory,
      version: '1',
      name: 'Fake',
      variant: 'fake',
      device: this.parameters.device,
      fallbacks: [],
      loadMilliseconds: 1,
    };
  }

  public async rewrite(
    parameters: RewriteParameters,
    options: { signal?: AbortSignal; onPass?: (progress: PassProgress) => void } = {},
  ): Promise<RewriteResult[]> {
    await misbehave(parameters.instruction, parameters.texts);
    const passes = parameters.iterations ?? 3;
    for (let pass = 1; pass <= passes; pass++) {
      await sleep(parameters.targetLength ?? 1);
      if (options.signal?.aborted === true) throw new DOMException('cancelled', 'AbortError');
      options.onPass?.({ pass, passes, batch: 1, batches: 1 });
    }
    return parameters.texts.map((text) => {
      const output = answerTo(parameters.instruction, text);
      const segments = [{ source: text, output, score: -1, tokens: 1 }];
      return { output, score: -1, tokens: 1, iterations: passes, milliseconds: 1, segments };
    });
  }

  public async classify(
    parameters: ClassifyParameters,
    options: { signal?: AbortSignal } = {},
  ): Promise<ClassifyResult[]> {
    await sleep(1);
    options.signal?.throwIfAborted();
    return parameters.texts.map(() => ({
      label: `${this.parameters.directory}:${parameters.labels[0] ?? ''}`,
      scores: parameters.labels.map((label, index) => ({ label, probability: index === 0 ? 1 : 0 })),
      milliseconds: 1,
    }));
  }

  public async fill(
    { before, after }: FillParameters,
    options: { signal?: AbortSignal } = {},
  ): Promise<FillResult> {
    await sleep(1);
    options.signal?.throwIfAborted();
    return { wordings: [{ output: `${before}…${after}`, score: -1, tokens: 1 }], milliseconds: 1 };
  }

  public dispose(): Promise<void> {
    return Promise.resolve();
  }
}

/** What {@link FakeEngine} answers. */
export function answerTo(instruction: string, text: string): string {
  return `${instruction}: ${text}`;
}

async function misbehave(instruction: string, texts: readonly string[]): Promise<void> {
  switch (instruction) {
    case '!block':
      block();
      return;
    case '!never':
      return new Promise(() => undefined);
    case '!trap':
      process.kill(process.pid, 'SIGTRAP');
      return new Promise(() => undefined);
    case '!exit':
      return process.exit(9);
    case '!throw':
      throw new TypeError(`something about ${texts.join()}`);
    case '!uncaught':
      setImmediate(() => {
        throw new TypeError(`something about ${texts.join()}`);
      });
      return new Promise(() => undefined);
    case '!unknown':
      throw new InterlinearError('unknownInstruction', 'The model cannot do that.');
    default:
  }
}

/** Stands still as a native call does that never returns. */
export function block(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}
