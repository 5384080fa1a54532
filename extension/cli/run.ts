import { resolve } from 'node:path';
import type { DraftChoice, RewriteParameters, RewriteResult } from '../core/protocol/protocol.js';
import { CliError, shownMilliseconds, UsageError } from './cliError.js';
import type { CliContext, CliEngine, ModelOptions } from './cliTypes.js';
import { formatOfNamedFile } from './folder/fileFormats.js';
import { readGlossaryFile, termsForInstruction } from './glossaryFile.js';
import { readInput } from './input.js';
import { leftAloneText, memoryText, refuseUnreadable } from './leftAlone.js';
import { withEngine } from './model.js';

export interface RunOptions extends ModelOptions {
  readonly instruction: string;
  readonly iterations?: number;
  readonly lengthBeam?: number;
  readonly targetLength?: number;
  readonly lengthFactor?: number;
  readonly maxCharacters?: number;
  readonly alternatives?: number;
  /** File, CSV or TBX. */
  readonly glossary?: string;
  readonly keep?: readonly string[];
  readonly draft?: DraftChoice;
  /** Files and folders. */
  readonly memory?: readonly string[];
  readonly confidence?: boolean;
  readonly format?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** `interlinear run`: rewrites one text. @throws CliError where the limit of characters could not be met */
export async function run(context: CliContext, file: string, options: RunOptions): Promise<void> {
  if (options.confidence === true && options.json !== true) {
    throw new UsageError(
      '--confidence needs --json: the probability of every word is part of the JSON object',
    );
  }
  const input = await readInput(file, context.stdin, context.signal);
  const entries =
    options.glossary === undefined ? [] : await readGlossaryFile(options.glossary, context.signal);
  await withEngine(context, options, async (engine) => {
    const glossary = termsForInstruction(entries, engine.manifest, options.instruction);
    const format = options.format ?? (file === '-' ? undefined : formatOfNamedFile(file));
    const parameters = {
      ...parametersOf({ ...options, ...(format !== undefined && { format }) }, input.text),
      ...(glossary.length > 0 && { glossary }),
    };
    const [result] = await engine.rewrite(parameters, { signal: context.signal });
    if (result === undefined) throw new Error('no answer');
    refuseUnreadable(result, engine.manifest);
    warn(context, result);
    if (options.json === true) {
      await context.output.json(describe(result, engine, input.frame));
      refuseOverLimit(result, options);
      return;
    }
    const output = input.frame(result.output);
    const others = result.alternatives?.map((other) => `${input.frame(other.output).trimEnd()}\n`) ?? [];
    await context.output.answer(others.length === 0 ? output : [`${output.trimEnd()}\n`, ...others].join(''));
    refuseOverLimit(result, options);
  });
}

function parametersOf(options: RunOptions, text: string): RewriteParameters {
  const { instruction, iterations, lengthBeam, targetLength, lengthFactor, maxCharacters } = options;
  const { alternatives, keep, confidence, format, force, draft, memory } = options;
  return {
    texts: [text],
    instruction,
    ...(iterations !== undefined && { iterations }),
    ...(lengthBeam !== undefined && { lengthBeam }),
    ...(targetLength !== undefined && { targetLength }),
    ...(lengthFactor !== undefined && { lengthFactor }),
    // A line's end is not what a person counts.
    ...(maxCharacters !== undefined && { maximumCharacters: maxCharacters + lineEnds(text) }),
    ...(alternatives !== undefined && { alternatives }),
    ...(keep !== undefined && { keep }),
    ...(draft !== undefined && { draft }),
    ...(memory !== undefined && { memory: memory.map((path) => resolve(path)) }),
    ...(confidence === true && { confidence }),
    ...(format !== undefined && { format }),
    ...(force === true && { allowUnknownInstruction: true }),
  };
}

/** The text itself was given as the answer then: whoever asked for a length must not take it for one. @throws CliError */
function refuseOverLimit({ segments }: RewriteResult, { maxCharacters }: RunOptions): void {
  if (maxCharacters !== undefined && segments.some(({ warning }) => warning === 'over-limit'))
    throw new CliError(`no answer has at most ${maxCharacters} characters; the text is as it was`);
}

/** How many characters the line ends are that a text closes with. */
function lineEnds(text: string): number {
  return /(?:\r?\n)*$/.exec(text)?.[0].match(/\r?\n/g)?.length ?? 0;
}

function describe(
  result: RewriteResult,
  engine: CliEngine,
  frame: (answer: string) => string,
): Readonly<Record<string, unknown>> {
  const { id, version, variant, device, endpoint } = engine.info();
  const { score, tokens, iterations, milliseconds, segments, alternatives, words } = result;
  return {
    output: frame(result.output),
    score,
    tokens,
    iterations,
    ms: shownMilliseconds(milliseconds),
    segments,
    ...(alternatives && {
      alternatives: alternatives.map((other) => ({ ...other, output: frame(other.output) })),
    }),
    ...(words && { words }),
    model: { id, version, variant, device, ...(endpoint !== undefined && { endpoint }) },
  };
}

/** Says on stderr which sentences were left as they were, and which come from a memory. */
function warn(context: CliContext, result: RewriteResult): void {
  for (const [index, { warning, origin }] of result.segments.entries()) {
    const text = warning === undefined ? undefined : leftAloneText(warning);
    const number = index + 1;
    if (text !== undefined) context.output.message(`warning: sentence ${number} left as it was: ${text}`);
    if (origin?.from === 'memory') context.output.message(`sentence ${number} ${memoryText(origin)}`);
  }
}
