import { availableParallelism, cpus, loadavg } from 'node:os';
import { env } from '../../../extension/inference/runtime/onnxruntime.js';

/** Where the figures come from. */
export interface Environment {
  readonly processor: string;
  readonly processors: number;
  /** Threads that onnxruntime used. */
  readonly threads: number;
  readonly onnxruntime: string;
  readonly node: string;
  readonly platform: string;
  /** Mean number of runnable processes in the minute before the start. */
  readonly load: number;
  /** Something else kept at least half a core busy. */
  readonly busy: boolean;
  readonly date: string;
}

/** @param threads that the sessions use */
export function environmentOf(threads: number): Environment {
  const load = loadavg()[0] ?? 0;
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown processor',
    processors: availableParallelism(),
    threads,
    onnxruntime: env.versions.node ?? env.versions.common,
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
    load,
    busy: load > 0.5,
    date: new Date().toISOString(),
  };
}
