import type { TextEngine } from '../core/protocol.js';
import { type BatchId, type BatchLine, parseBatchLine } from './batchLine.js';
import { asFailure } from './failure.js';
import { byteLines } from './lines.js';
import type { Output } from './output.js';

export interface BatchDefaults {
  readonly iterations?: number | undefined;
  readonly lengthBeam?: number | undefined;
  readonly allowUnknownInstruction?: boolean | undefined;
}

/**
 * Answers JSON lines with JSON lines, in order, each as soon as it is known. Lines run one by one: an int8 graph rounds
 * by the largest value of a run, so that neighbours in a run could change an answer, and the same line must always
 * give the same answer.
 * @returns the number of lines that got an error
 */
export async function runBatch(
  engine: TextEngine,
  stdin: AsyncIterable<unknown>,
  output: Output,
  defaults: BatchDefaults,
): Promise<number> {
  let number = 0;
  let errors = 0;
  for await (const bytes of byteLines(stdin)) {
    number += 1;
    if (bytes.toString('latin1').trim() === '') continue;
    const answer = await answerLine(engine, parseBatchLine(bytes, number), defaults);
    if ('error' in answer) errors += 1;
    await output.json(answer);
  }
  return errors;
}

type Answer = { readonly id: BatchId } & Readonly<Record<string, unknown>>;

async function answerLine(engine: TextEngine, asked: BatchLine, defaults: BatchDefaults): Promise<Answer> {
  const { id } = asked;
  try {
    if (asked.kind === 'error') return { id, error: asked.error };
    if (asked.kind === 'classify') {
      const [result] = await engine.classify({ texts: [asked.line.input], labels: asked.line.labels });
      if (!result) throw new Error('no answer');
      const scores = Object.fromEntries(result.scores.map(({ label, probability }) => [label, probability]));
      return { id, label: result.label, scores };
    }
    const { instruction, input, format, targetLength } = asked.line;
    const iterations = asked.line.iterations ?? defaults.iterations;
    const lengthBeam = asked.line.lengthBeam ?? defaults.lengthBeam;
    const [result] = await engine.rewrite({
      texts: [input],
      instruction,
      ...(format !== undefined && { format }),
      ...(iterations !== undefined && { iterations }),
      ...(lengthBeam !== undefined && { lengthBeam }),
      ...(targetLength !== undefined && { targetLength }),
      ...(defaults.allowUnknownInstruction && { allowUnknownInstruction: true }),
    });
    if (!result) throw new Error('no answer');
    const { output, score, tokens, milliseconds } = result;
    const warnings = result.segments.flatMap(({ warning }) =>
      warning === undefined || warning === 'nothing-to-rewrite' ? [] : [warning],
    );
    const ms = Math.round(milliseconds * 100) / 100;
    const answer = { id, output, score, tokens, iterations: result.iterations, ms };
    return warnings.length > 0 ? { ...answer, warnings } : answer;
  } catch (error) {
    return { id, error: asFailure(error).message };
  }
}
