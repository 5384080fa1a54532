import { describeTasks } from '../../core/instructions/instructions.js';
import type { Manifest } from '../../core/model/manifest.js';

const tasksFor = {
  shorter: ['shorten', 'simplify'],
  longer: ['paraphrase', 'simplify', 'shorten'],
} as const;

/**
 * What a model is told to make a text shorter or longer that it has not written: the best of its tasks for that.
 * @returns undefined if it has none
 */
export function lengthInstruction(manifest: Manifest, direction: keyof typeof tasksFor): string | undefined {
  const known = describeTasks(manifest).filter(({ labels, targets }) => !labels && targets.length === 0);
  return tasksFor[direction]
    .map((wanted) => known.find(({ task }) => task === wanted)?.canonical)
    .find((canonical) => canonical !== undefined);
}
