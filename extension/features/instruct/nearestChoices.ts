import type { InstructionChoice, Wording } from '../../core/instructions/instructionChoices.js';
import { similarity } from './similarity.js';

/**
 * The choices that a person may have meant by an instruction that is none of them, the likeliest first, judged by all of
 * their wordings; one of each task, because the others would only be other languages or labels.
 */
export function nearestChoices(
  choices: readonly InstructionChoice[],
  wordings: readonly Wording[],
  text: string,
  most = 3,
): InstructionChoice[] {
  const best = new Map<string, number>();
  for (const { label, instruction } of [...choices, ...wordings]) {
    best.set(instruction, Math.max(best.get(instruction) ?? 0, similarity(label, text)));
  }
  const tasks = new Set<string | undefined>();
  return [...choices]
    .sort((first, second) => (best.get(second.instruction) ?? 0) - (best.get(first.instruction) ?? 0))
    .filter(({ task }) => task === undefined || (!tasks.has(task) && tasks.add(task)))
    .slice(0, most);
}
