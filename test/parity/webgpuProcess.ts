import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from '../../extension/core/model/manifest.js';
import { loadModel } from '../../extension/inference/createEngine.js';
import type { EngineParts } from '../../extension/inference/engine.js';
import { SourceBuilder } from '../../extension/inference/tokenizer/sourceBuilder.js';

/**
 * `webgpuProcess.ts MODEL DEVICE VARIANTS [ERROR]`: loads the model with the comma-separated variants (all if empty) and writes
 * as JSON what came of it, and how far its answer is from the processor's with the same variant. ERROR is added to
 * what the manifest's self-test expects.
 */
const [model = '', device = '', variants = '', error = '0'] = process.argv.slice(2);
const question = { text: [40, 41, 42, 43, 44, 45], instruction: [50, 51], ids: [100, 101, 102, 103] };

/** Log-probabilities of the question's ids. */
async function answer({ graph, manifest }: EngineParts): Promise<number[]> {
  const source = new SourceBuilder(manifest).build(question.text, question.instruction);
  const { memory } = await graph.encode([source]);
  const ids = new Int32Array(question.ids.length).fill(manifest.specialTokens.mask);
  const slots = question.ids.map((id, index) => ({ row: 0, index, candidates: [id] }));
  const predictions = await graph.refine(memory, [{ ids, position: source.targetPosition }], slots);
  return [...predictions.candidateLogProbabilities];
}

function writeManifest(): void {
  const path = join(model, 'model.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  const { selfTest } = manifest;
  if (selfTest === undefined) throw new Error('the package has no self-test');
  const names = variants.split(',');
  const changed = {
    ...manifest,
    variants: manifest.variants.filter(({ id }) => variants === '' || names.includes(id)),
    selfTest: {
      ...selfTest,
      logProbabilities: selfTest.logProbabilities.map((value) => value + Number(error)),
    },
  };
  writeFileSync(path, JSON.stringify(changed));
}

async function main(): Promise<object> {
  writeManifest();
  const parts = await loadModel({ directory: model, device: device === 'auto' ? 'auto' : 'webgpu' });
  const { device: used, variant, fallbacks } = parts.model;
  const ours = await answer(parts);
  await parts.release();
  const onProcessor = { ...parts.manifest.variants.find(({ id }) => id === variant)!, devices: ['cpu'] };
  const path = join(model, 'model.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as object;
  writeFileSync(path, JSON.stringify({ ...manifest, variants: [onProcessor] }));
  const reference = await loadModel({ directory: model, device: 'cpu' });
  const theirs = await answer(reference);
  await reference.release();
  const differences = ours.map((value, index) => Math.abs(value - (theirs[index] ?? NaN)));
  return { device: used, variant, fallbacks, difference: Math.max(...differences) };
}

void main().then(
  (found) => process.stdout.write(`${JSON.stringify(found)}\n`),
  (reason: unknown) => process.stdout.write(`${JSON.stringify({ error: String(reason) })}\n`),
);
