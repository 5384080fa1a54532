import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from '../../extension/core/manifest.js';
import { loadModel } from '../../extension/inference/createEngine.js';
import { SourceBuilder } from '../../extension/inference/sourceBuilder.js';

/** `webgpuProcess.ts MODEL agree|disagree|auto|webgpu`: loads the model and writes what came of it as JSON. */
const [model = '', task = ''] = process.argv.slice(2);
const question = { text: [40, 41, 42, 43, 44, 45], instruction: [50, 51], ids: [100, 101, 102, 103] };

/** The processor's answer to the question. */
async function reference(): Promise<number[]> {
  const parts = await loadModel({ directory: model, device: 'cpu', variant: 'float32' });
  const { graph, manifest } = parts;
  const source = new SourceBuilder(manifest).build(question.text, question.instruction);
  const { memory } = await graph.encode([source]);
  const ids = new Int32Array(question.ids.length).fill(manifest.specialTokens.mask);
  const slots = question.ids.map((id, index) => ({ row: 0, index, candidates: [id] }));
  const predictions = await graph.refine(memory, [{ ids, position: source.targetPosition }], slots);
  const answer = [...predictions.candidateLogProbabilities];
  await parts.release();
  return answer;
}

/** A copy of the model whose manifest holds what the self-test is to find. */
async function withSelfTest(error: number): Promise<string> {
  const directory = join(model, `expects ${error}`);
  for (const file of ['tokenizer.model', 'model.float32.onnx'])
    cpSync(join(model, file), join(directory, file));
  const manifest = JSON.parse(readFileSync(join(model, 'model.json'), 'utf8')) as Manifest;
  const logProbabilities = (await reference()).map((value) => value + error);
  const changed = {
    ...manifest,
    files: manifest.files.filter(({ path }) => /^(tokenizer\.model|model\.float32\.onnx)$/.test(path)),
    variants: manifest.variants.filter(({ id }) => id === 'float32'),
    selfTest: { ...question, logProbabilities },
  };
  writeFileSync(join(directory, 'model.json'), JSON.stringify(changed));
  return directory;
}

async function main(): Promise<object> {
  const isComparison = task === 'agree' || task === 'disagree';
  const directory = isComparison ? await withSelfTest(task === 'agree' ? 0 : -3) : model;
  const device = task === 'auto' ? 'auto' : 'webgpu';
  const started = performance.now();
  const parts = await loadModel({ directory, device, variant: 'float32' });
  const { device: used, fallbacks } = parts.model;
  await parts.release();
  return { device: used, fallbacks, milliseconds: performance.now() - started };
}

void main().then(
  (answer) => process.stdout.write(`${JSON.stringify(answer)}\n`),
  (error: unknown) => process.stdout.write(`${JSON.stringify({ error: String(error) })}\n`),
);
