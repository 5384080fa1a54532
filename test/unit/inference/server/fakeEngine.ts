import { setTimeout as sleep } from 'node:timers/promises';
import type { HostedEngine } from '../../../../extension/inference/server/serverModel.js';
import {
  InterlinearError,
  type CheckParameters,
  type CheckResult,
  type ClassifyParameters,
  type ClassifyResult,
  type FillParameters,
  type FillResult,
  type LoadedModel,
  type LoadParameters,
  type RewriteListeners,
  type RewriteParameters,
  type RewriteResult,
} from '../../../../extension/core/protocol/protocol.js';

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
    options: RewriteListeners = {},
  ): Promise<RewriteResult[]> {
    if (parameters.instruction === 'in parts') return inParts(parameters, options);
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

  public async check({ texts }: CheckParameters): Promise<CheckResult[]> {
    await sleep(1);
    return texts.map(() => ({ problems: [], complete: true }));
  }

  public dispose(): Promise<void> {
    return Promise.resolve();
  }
}

/** Memory that is never given back: outside the JavaScript heap, and inside. */
const hoard: Buffer[] = [];
const heap: object[] = [];

/** Answers line by line, and hands each line out; `targetLength` milliseconds per line. */
async function inParts(
  { texts, finished = [], targetLength = 1 }: RewriteParameters,
  { signal, onPart }: RewriteListeners,
): Promise<RewriteResult[]> {
  const results: RewriteResult[] = [];
  for (const [text, whole] of texts.entries()) {
    const segments = [];
    for (const source of whole.split(/(?<=\n)/).slice(finished[text] ?? 0)) {
      await sleep(targetLength);
      signal?.throwIfAborted();
      const segment = { source, output: `${process.pid} ${source}`, score: -1, tokens: 1 };
      segments.push(segment);
      onPart?.({ text, segments: [segment] });
    }
    const output = segments.map((segment) => segment.output).join('');
    results.push({ output, score: -1, tokens: segments.length, iterations: 1, milliseconds: 1, segments });
  }
  return results;
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
    case '!hoard':
      for (;;) {
        hoard.push(Buffer.alloc(20 << 20, 1));
        await sleep(20);
      }
    case '!leak':
      hoard.push(Buffer.alloc(60 << 20, 1));
      return;
    case '!gulp':
      // Without a pause for anything else, until the system or the watchdog has had enough; then it only blocks.
      for (let pieces = 0; pieces < 25; pieces++) hoard.push(Buffer.alloc(20 << 20, 1));
      block();
      return;
    case '!heap':
      for (;;) heap.push(Array.from({ length: 100_000 }, (_, index) => ({ index })));
    case '!unknown':
      throw new InterlinearError('unknownInstruction', 'The model cannot do that.');
    default:
  }
}

/** Stands still as a native call does that never returns. */
export function block(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}
