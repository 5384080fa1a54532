import { parseInstruction } from '../../core/instructions/instructions.js';
import type { Manifest } from '../../core/model/manifest.js';
import { InterlinearError } from '../../core/protocol/protocol.js';

/**
 * The labels among which an instruction asks to choose, e.g. for "what is the tone?"; undefined for one that asks for
 * a new text, known or not. An answer to such a question must not take the place of the text it is about.
 */
export function labelsAskedFor(manifest: Manifest, instruction: string): readonly string[] | undefined {
  try {
    const { labelSet } = parseInstruction(manifest, instruction).instruction;
    return manifest.labelSets.find(({ id }) => id === labelSet)?.labels;
  } catch (error) {
    if (error instanceof InterlinearError) {
      return undefined; // the run finds that out again, and asks the person
    }
    throw error;
  }
}
