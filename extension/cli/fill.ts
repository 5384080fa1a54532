import { CliError, shownMilliseconds, UsageError } from './cliError.js';
import type { CliContext, ModelOptions } from './cliTypes.js';
import { readInput } from './input.js';
import { withEngine } from './model.js';

export interface FillOptions extends ModelOptions {
  /** Words of the text to be worded anew; without them the text has a gap. */
  readonly phrase?: string;
  readonly alternatives?: number;
  readonly maxCharacters?: number;
  readonly format?: string;
  readonly json?: boolean;
}

interface Place {
  readonly before: string;
  readonly phrase: string;
  readonly after: string;
}

/** `interlinear fill`: wordings of a phrase, or for a gap, in the light of both sides; one on each line. */
export async function fill(context: CliContext, file: string, options: FillOptions): Promise<void> {
  const { text } = await readInput(file, context.stdin, context.signal);
  const place = options.phrase === undefined ? gapIn(text) : phraseIn(text, options.phrase);
  const { alternatives, maxCharacters, format } = options;
  await withEngine(context, options, async (engine) => {
    const parameters = {
      ...place,
      ...(alternatives !== undefined && { alternatives }),
      ...(maxCharacters !== undefined && { maximumCharacters: maxCharacters }),
      ...(format !== undefined && { format }),
    };
    const { wordings, milliseconds } = await engine.fill(parameters, { signal: context.signal });
    if (options.json === true) {
      return context.output.json({ wordings, ms: shownMilliseconds(milliseconds) });
    }
    if (wordings.length === 0) throw new CliError('the model found no wording that fits');
    return context.output.answer(wordings.map(({ output }) => `${output.trim()}\n`).join(''));
  });
}

function gapIn(text: string): Place {
  const gaps = [...text.matchAll(/_{3,}/gu)];
  const [gap] = gaps;
  if (!gap || gaps.length > 1) {
    throw new UsageError(
      `the text has ${gaps.length === 0 ? 'no gap' : `${gaps.length} gaps`}; mark one by ___, or name words with --phrase`,
    );
  }
  const after = text.slice(gap.index + gap[0].length);
  return { before: text.slice(0, gap.index), phrase: '', after };
}

function phraseIn(text: string, phrase: string): Place {
  const start = phrase.trim() === '' ? -1 : text.indexOf(phrase);
  if (start < 0) throw new UsageError(`--phrase "${phrase}": these words are not in the text`);
  if (text.includes(phrase, start + 1)) {
    throw new UsageError(
      `--phrase "${phrase}": these words are in the text more than once; name more of them`,
    );
  }
  return { before: text.slice(0, start), phrase, after: text.slice(start + phrase.length) };
}
