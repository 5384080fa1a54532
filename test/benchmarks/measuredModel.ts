import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { repositoryRoot, runPython } from '../parity/python.js';
import type { MeasuredModel } from './section.js';

/** The shape that the bundled model is planned to have. */
const shape = [
  ...['--vocabulary', '14000', '--hidden-size', '256', '--layers', '6'],
  ...['--heads', '4', '--feed-forward-size', '1024'],
];

/**
 * The model folder to measure the product with: the one asked for; else the bundled one; else, where there is none
 * yet, a random one of its shape, which takes the same time and memory and answers nonsense.
 */
export async function measuredModel(asked: string | undefined): Promise<MeasuredModel> {
  if (asked !== undefined) return { directory: asked, name: `model in ${asked}` };
  const bundled = join(repositoryRoot, 'models', 'bundled');
  if (existsSync(join(bundled, 'model.json'))) return { directory: bundled, name: 'bundled model' };
  const cache = join(repositoryRoot, '.cache', 'bench');
  const digest = createHash('sha256').update(shape.join()).digest('hex').slice(0, 12);
  const directory = join(cache, `model-${digest}`);
  if (!existsSync(join(directory, 'model.json'))) {
    mkdirSync(cache, { recursive: true });
    for (const old of readdirSync(cache).filter((entry) => entry.startsWith('model-'))) {
      rmSync(join(cache, old), { recursive: true });
    }
    await runPython(['-m', 'models', 'export', '--random', ...shape, '--out', directory]);
  }
  return { directory, name: 'random model of the same shape' };
}
