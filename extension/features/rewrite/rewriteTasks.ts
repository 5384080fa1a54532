import type { Manifest } from '../../core/manifest.js';

export interface RewriteTask {
  readonly task: string;
  readonly instruction: string;
}

/** What the model can do to a text within its language. */
export function rewriteTasks(manifest: Manifest): RewriteTask[] {
  return manifest.instructions
    .filter(({ canonical, labelSet }) => labelSet === undefined && !/\{\w+\}/.test(canonical))
    .map(({ task, canonical }) => ({ task, instruction: canonical }));
}
