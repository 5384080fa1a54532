import { describeTasks } from './instructions.js';
import type { Manifest } from '../model/manifest.js';

export interface RewriteTask {
  readonly task: string;
  readonly instruction: string;
}

/** What the model can do to a text within its language. */
export function rewriteTasks(manifest: Manifest): RewriteTask[] {
  return describeTasks(manifest)
    .filter(({ targets, labels, canonical }) => targets.length === 0 && !labels && !/\{\w+\}/.test(canonical))
    .map(({ task, canonical }) => ({ task, instruction: canonical }));
}
