import type { TextEngine } from '../core/protocol.js';
import type { InputText } from './input.js';
import type { Output } from './output.js';

export interface RunOptions {
  readonly instruction: string;
  readonly iterations?: number | undefined;
  readonly lengthBeam?: number | undefined;
  readonly targetLength?: number | undefined;
  readonly format?: string | undefined;
  readonly force?: boolean | undefined;
  readonly json?: boolean | undefined;
}

const warningTexts: Readonly<Record<string, string>> = {
  'protected-span-lost': 'left as it was, because a code span, link or placeholder would have been lost',
  'too-long': 'left as it was, because it is too long for the model',
};

/** Rewrites one text and writes the answer, or one JSON object with `--json`. */
export async function runText(
  engine: TextEngine,
  input: InputText,
  options: RunOptions,
  output: Output,
): Promise<void> {
  const { instruction, iterations, lengthBeam, targetLength, format, force } = options;
  const [result] = await engine.rewrite({
    texts: [input.text],
    instruction,
    ...(iterations !== undefined && { iterations }),
    ...(lengthBeam !== undefined && { lengthBeam }),
    ...(targetLength !== undefined && { targetLength }),
    ...(format !== undefined && { format }),
    ...(force && { allowUnknownInstruction: true }),
  });
  if (!result) throw new Error('no answer');
  if (options.json) {
    const { score, tokens, segments } = result;
    const ms = Math.round(result.milliseconds * 100) / 100;
    const answer = input.mark + result.output;
    await output.json({ output: answer, score, tokens, iterations: result.iterations, ms, segments });
    return;
  }
  for (const [index, { warning }] of result.segments.entries()) {
    const text = warning && warningTexts[warning];
    if (text) output.message(`sentence ${index + 1} was ${text}`);
  }
  // A label has no line end of its own.
  const end = input.text.endsWith('\n') && !result.output.endsWith('\n') ? '\n' : '';
  await output.answer(input.mark + result.output + end);
}
