import type { TextEngine } from '../core/protocol.js';
import { Failure } from './failure.js';
import type { InputText } from './input.js';
import type { Output } from './output.js';

/**
 * The labels of a comma-separated list.
 * @throws Failure (usage) for fewer than two, an empty one, or one twice
 */
export function parseLabels(list: string): string[] {
  const labels = list.split(',').map((label) => label.trim());
  if (labels.includes('')) throw new Failure(`--labels "${list}": a label is empty.`, 2);
  if (labels.length < 2) throw new Failure(`--labels "${list}": give at least two, separated by commas.`, 2);
  const twice = labels.find((label, index) => labels.indexOf(label) !== index);
  if (twice !== undefined) throw new Failure(`--labels "${list}": "${twice}" is there twice.`, 2);
  return labels;
}

/** Chooses a label for a text: a table of probabilities, or one JSON object with `--json`. */
export async function classifyText(
  engine: TextEngine,
  input: InputText,
  labels: readonly string[],
  json: boolean,
  output: Output,
): Promise<void> {
  const [result] = await engine.classify({ texts: [input.text], labels });
  if (!result) throw new Error('no answer');
  if (json) {
    const scores = Object.fromEntries(result.scores.map(({ label, probability }) => [label, probability]));
    const ms = Math.round(result.milliseconds * 100) / 100;
    await output.json({ label: result.label, scores, ms });
    return;
  }
  const sorted = [...result.scores].sort((a, b) => b.probability - a.probability);
  const lines = sorted.map(({ label, probability }) => `${label}\t${probability.toFixed(4)}\n`);
  await output.answer(lines.join(''));
}
