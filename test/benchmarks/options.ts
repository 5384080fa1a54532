import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';

/** What to measure, and how thoroughly. */
export interface Options {
  /** Less than a minute: fewer lengths and samples. */
  readonly quick: boolean;
  /** Also XLM-R Base's sizes: minutes more, and a gigabyte of graphs. */
  readonly base: boolean;
  /** Threads of onnxruntime. */
  readonly threads: number;
  /** Counted rounds of every comparison. */
  readonly rounds: number;
  /** Identifiers of the sections to run; all if undefined. */
  readonly only: readonly string[] | undefined;
  /** Model folder to measure the product with; the bundled one if undefined. */
  readonly model: string | undefined;
  /** A second place for the result. */
  readonly json: string | undefined;
}

interface Parsed {
  readonly quick?: boolean;
  readonly base?: boolean;
  readonly threads: number;
  readonly rounds?: number;
  readonly only?: string[];
  readonly model?: string;
  readonly json?: string;
}

/** Reads the command line; explains itself and ends the process where it is wrong. */
export function parseOptions(parameters: readonly string[]): Options {
  const parsed = new Command('npm run bench --')
    .description(
      'Measures Interlinear on this machine. The result is a Markdown table and artifacts/bench.json.',
    )
    .option('--quick', 'less than a minute: fewer lengths and samples')
    .option('--base', "also at XLM-R Base's sizes (minutes more)")
    .option('--threads <n>', 'threads of the CPU', positiveInteger, Math.min(availableParallelism(), 8))
    .option('--rounds <n>', 'counted rounds of every comparison', positiveInteger)
    .option('--only <sections>', 'comma-separated identifiers of sections', (list) => list.split(','))
    .option('--model <folder>', 'model folder; default: the bundled one')
    .option('--json <file>', 'write the result to this file too')
    .parse([...parameters], { from: 'user' })
    .opts<Parsed>();
  return {
    quick: parsed.quick ?? false,
    base: parsed.base ?? false,
    threads: parsed.threads,
    rounds: parsed.rounds ?? (parsed.quick === true ? 7 : 9),
    only: parsed.only,
    model: parsed.model === undefined ? undefined : resolve(parsed.model),
    json: parsed.json === undefined ? undefined : resolve(parsed.json),
  };
}

function positiveInteger(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('It must be a positive whole number.');
  return Number(text);
}
