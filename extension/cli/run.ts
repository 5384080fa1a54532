import type { RewriteResult, SegmentResult } from '../core/protocol.js';
import { shownMilliseconds } from './cliError.js';
import type { CliContext, ModelOptions } from './cliTypes.js';
import { readInput } from './input.js';
import { withEngine } from './model.js';

export interface RunOptions extends ModelOptions {
  readonly instruction: string;
  readonly iterations?: number;
  readonly lengthBeam?: number;
  readonly targetLength?: number;
  readonly format?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** `interlinear run`: rewrites one text. */
export async function run(context: CliContext, file: string, options: RunOptions): Promise<void> {
  const input = await readInput(file, context.stdin, context.signal);
  const { instruction, iterations, lengthBeam, targetLength, format, force } = options;
  await withEngine(context, options, async (engine) => {
    const parameters = {
      texts: [input.text],
      instruction,
      ...(iterations !== undefined && { iterations }),
      ...(lengthBeam !== undefined && { lengthBeam }),
      ...(targetLength !== undefined && { targetLength }),
      ...(format !== undefined && { format }),
      ...(force === true && { allowUnknownInstruction: true }),
    };
    const [result] = await engine.rewrite(parameters, { signal: context.signal });
    if (result === undefined) throw new Error('no answer');
    const output = input.frame(result.output);
    warn(context, result);
    if (options.json !== true) return context.output.answer(output);
    const { id, version, variant, device } = engine.info();
    const answer = {
      output,
      score: result.score,
      tokens: result.tokens,
      iterations: result.iterations,
      ms: shownMilliseconds(result.milliseconds),
      segments: result.segments,
      model: { id, version, variant, device },
    };
    return context.output.json(answer);
  });
}

const warnings: Partial<Record<NonNullable<SegmentResult['warning']>, string>> = {
  'protected-span-lost': 'left as it was, because the answer would have lost a protected span',
  'too-long': 'left as it was, because it is too long for the model',
};

function warn(context: CliContext, result: RewriteResult): void {
  for (const [index, { warning }] of result.segments.entries()) {
    const text = warning === undefined ? undefined : warnings[warning];
    if (text !== undefined) context.output.message(`warning: sentence ${index + 1} ${text}`);
  }
}
