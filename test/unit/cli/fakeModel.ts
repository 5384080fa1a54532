import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CliEngine, EngineRequest } from '../../../extension/cli/cliTypes.js';
import { parseInstruction } from '../../../extension/core/instructions/instructions.js';
import type { Manifest } from '../../../extension/core/model/manifest.js';
import {
  InterlinearError,
  type ClassifyParameters,
  type FillParameters,
  type RewriteParameters,
  type RuntimeReport,
} from '../../../extension/core/protocol/protocol.js';
import { tinyManifest } from '../inference/support/tinyManifest.js';

/** Writes a model folder whose files are as the manifest says, and returns that manifest. */
export function writeModel(directory: string, changes: Partial<Manifest> = {}): Manifest {
  mkdirSync(directory, { recursive: true });
  const contents = { 'tokenizer.model': 'the tokenizer', 'model.int8.onnx': 'the graph' };
  const files = Object.entries(contents).map(([path, content]) => {
    writeFileSync(join(directory, path), content);
    return { path, bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
  });
  const manifest = tinyManifest({ files, ...changes });
  writeFileSync(join(directory, 'model.json'), JSON.stringify(manifest));
  return manifest;
}

/** An engine that understands instructions and answers `<task>(<text>)`; keeps what it was asked. */
export class FakeCliEngine implements CliEngine {
  public readonly rewrites: RewriteParameters[] = [];
  public readonly fills: FillParameters[] = [];
  public disposed = 0;

  public constructor(
    public readonly request: EngineRequest,
    public readonly manifest: Manifest,
  ) {}

  public info(): ReturnType<CliEngine['info']> {
    const { id, version, name, variants } = this.manifest;
    const variant = variants[0]?.id ?? '';
    const runtime: RuntimeReport = {
      library: 'onnxruntime 1.2.3',
      devices: ['cpu', 'webgpu'],
      processor: 'Some CPU',
      cores: 4,
      threads: 2,
      residentBytes: 123_400_000,
      selfTest: 'reference',
    };
    const fallbacks = [{ device: 'webgpu', reason: 'no adapter' }];
    return { id, version, name, variant, device: 'cpu', fallbacks, loadMilliseconds: 1.25, runtime };
  }

  public async rewrite(
    parameters: RewriteParameters,
    options: { signal?: AbortSignal } = {},
  ): ReturnType<CliEngine['rewrite']> {
    this.rewrites.push(parameters);
    const task = this.#taskOf(parameters);
    const passes = parameters.iterations ?? this.manifest.defaults.iterations;
    for (let pass = 0; pass < passes; pass++) {
      await sleep(1);
      if (options.signal?.aborted === true) throw new DOMException('cancelled', 'AbortError');
    }
    return parameters.texts.map((text) => {
      if (text.trim() === '') throw new InterlinearError('emptyInput', 'There is no text.');
      if (text.includes('explode')) throw new TypeError('that text was too much');
      const [body = '', end = ''] = /^([^]*?)(\s*)$/.exec(text)?.slice(1) ?? [];
      const output = `${task}(${body})${end}`;
      const warning = text.includes('long') ? { warning: 'too-long' as const } : {};
      const figures = { score: -0.5, tokens: 3 };
      const segments = [{ source: text, output, ...figures, ...warning }];
      const others = Array.from({ length: parameters.alternatives ?? 0 }, (_, index) => {
        return { output: `${task}(${body}) ${index + 1}${end}`, ...figures };
      });
      const result = { output, ...figures, iterations: passes, milliseconds: 1.2345, segments };
      return {
        ...result,
        ...(parameters.alternatives !== undefined && { alternatives: others }),
        ...(parameters.confidence === true && { words: [{ start: 0, end: task.length, probability: 0.5 }] }),
      };
    });
  }

  public classify({ texts, labels }: ClassifyParameters): ReturnType<CliEngine['classify']> {
    const scores = labels.map((label, index) => ({ label, probability: index === 0 ? 0.75 : 0.25 }));
    return Promise.resolve(texts.map(() => ({ label: labels[0] ?? '', scores, milliseconds: 1 })));
  }

  public fill(parameters: FillParameters): ReturnType<CliEngine['fill']> {
    this.fills.push(parameters);
    const { phrase, alternatives = 1 } = parameters;
    const wordings = Array.from({ length: phrase === 'mute' ? 0 : alternatives }, (_, index) => {
      return { output: `fill(${phrase})${'!'.repeat(index)} `, score: -0.5, tokens: 1 };
    });
    return Promise.resolve({ wordings, milliseconds: 1 });
  }

  public dispose(): Promise<void> {
    this.disposed++;
    return Promise.resolve();
  }

  #taskOf({ instruction, allowUnknownInstruction }: RewriteParameters): string {
    try {
      return parseInstruction(this.manifest, instruction).instruction.task;
    } catch (error) {
      if (allowUnknownInstruction === true) return instruction;
      throw error;
    }
  }
}
