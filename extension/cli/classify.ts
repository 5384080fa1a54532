import type { ClassifyResult } from '../core/protocol/protocol.js';
import { shownMilliseconds, UsageError } from './cliError.js';
import type { CliContext, ModelOptions } from './cliTypes.js';
import { readInput } from './input.js';
import { withEngine } from './model.js';

export interface ClassifyOptions extends ModelOptions {
  readonly labels: readonly string[];
  readonly json?: boolean;
}

/** `interlinear classify`: the label that suits the text best. */
export async function classify(context: CliContext, file: string, options: ClassifyOptions): Promise<void> {
  const input = await readInput(file, context.stdin, context.signal);
  await withEngine(context, options, async (engine) => {
    const parameters = { texts: [input.text], labels: options.labels };
    const [result] = await engine.classify(parameters, { signal: context.signal });
    if (result === undefined) throw new Error('no answer');
    const { label, milliseconds } = result;
    if (options.json !== true) return context.output.answer(`${label}\n`);
    return context.output.json({ label, scores: scoresOf(result), ms: shownMilliseconds(milliseconds) });
  });
}

/** Probability by label. */
export function scoresOf(result: ClassifyResult): Record<string, number> {
  return Object.fromEntries(result.scores.map(({ label, probability }) => [label, probability]));
}

/** Labels of the command line, separated by commas. @throws UsageError */
export function parseLabels(text: string): readonly string[] {
  const labels = text.split(',').map((label) => label.trim());
  const problem = labelProblem(labels);
  if (problem !== null) throw new UsageError(`--labels "${text}": ${problem}`);
  return labels;
}

/** What is wrong with the labels, or null. */
export function labelProblem(labels: readonly string[]): string | null {
  if (labels.some((label) => label.trim() === '')) return 'a label is empty';
  if (labels.length < 2) return 'at least two labels are needed';
  const double = labels.find((label, index) => labels.indexOf(label) !== index);
  return double === undefined ? null : `the label "${double}" is given twice`;
}
