import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { repositoryRoot, runPython } from '../../parity/python.js';
import { readSizes, type Sizes } from './sizes.js';

export type SizeName = 'tiny' | 'mini' | 'small8' | 'base';

/** File names of `models.export.benchmark_graphs`, without `.onnx`. */
const timed = [
  'step.int8',
  'autoregressive.int8',
  'autoregressive.4bit',
  'recompute.int8',
  'logits.int8',
] as const;
const exact = ['step.float32', 'recompute.float32', 'logits.float32'] as const;
export type GraphKind = (typeof timed)[number] | (typeof exact)[number];

/** A folder of graphs of one size, all with the same random weights. */
export interface BenchmarkGraphs {
  readonly sizes: Sizes;
  path(kind: GraphKind): string;
}

/** What the graphs depend on; changed code makes new ones. */
const sources = ['models/export', 'models/architecture'];

/**
 * The graphs of one size, made by the model workshop when they are needed for the first time.
 * `mini` has the sizes of the bundled model where there is one. `tiny`, for tests, has float32 graphs as well.
 * @param cache folder that keeps them from run to run
 * @throws Error without the workshop's Python environment
 */
export async function benchmarkGraphs(
  size: SizeName,
  cache = join(repositoryRoot, '.cache', 'bench'),
): Promise<BenchmarkGraphs> {
  const kinds: readonly GraphKind[] = size === 'tiny' ? [...timed, ...exact] : timed;
  const bundled = join(repositoryRoot, 'models', 'bundled');
  const training = join(bundled, 'training.json');
  const origin = size === 'mini' && existsSync(training) ? ['--package', bundled] : ['--size', size];
  const digest = createHash('sha256').update([...kinds, ...origin].join());
  for (const file of sources.flatMap(pythonFiles)) digest.update(readFileSync(file));
  if (origin[0] === '--package') digest.update(readFileSync(training));
  const name = `${size}-${digest.digest('hex').slice(0, 12)}`;
  const directory = join(cache, name);
  if (!existsSync(join(directory, 'sizes.json'))) {
    mkdirSync(cache, { recursive: true });
    for (const old of readdirSync(cache).filter((entry) => entry.startsWith(`${size}-`))) {
      rmSync(join(cache, old), { recursive: true });
    }
    const module = ['-m', 'models.export.benchmark_graphs'];
    await runPython([...module, ...origin, '--kinds', kinds.join(), '--out', directory]);
  }
  return { sizes: readSizes(directory), path: (kind) => join(directory, `${kind}.onnx`) };
}

function pythonFiles(folder: string): string[] {
  const directory = join(repositoryRoot, folder);
  return readdirSync(directory)
    .filter((file) => file.endsWith('.py'))
    .sort()
    .map((file) => join(directory, file));
}
