import { completions } from './completions.js';
import type { InstructionChoice, Wording } from '../../core/instructions/instructionChoices.js';
import type { SavedInstruction } from './savedInstructions.js';

/** Where an entry of the list comes from; it decides what can be done with it. */
export type Source = 'typed' | 'saved' | 'history' | 'completion' | 'model';

/** An entry of the list under the input. */
export interface InstructionRow extends InstructionChoice {
  readonly source: Source;
  /** Says more of it, beside the label. */
  readonly description?: string;
}

/** What the list is made of. */
export interface InstructionSources {
  readonly saved: readonly SavedInstruction[];
  readonly history: readonly string[];
  /** What the model was trained to do. */
  readonly choices: readonly InstructionChoice[];
  /** Other ways to say it. */
  readonly wordings: readonly Wording[];
}

/**
 * The entries for what is typed so far: that text as it stands, the person's saved instructions, those used last, then
 * everything that the model was trained to do, and wordings of it that the text may become. Nothing is in it twice.
 */
export function instructionRows(value: string, sources: InstructionSources): InstructionRow[] {
  const { saved, choices } = sources;
  const text = value.trim();
  const names = new Set(saved.map(({ name }) => name));
  const history = sources.history.filter((entry) => !names.has(entry));
  const used = new Set(history);
  const rest = choices.filter(({ label }) => !used.has(label));
  const known = new Set([...names, ...history, ...choices.map(({ label }) => label)]);
  const meaningOf = (label: string): string =>
    choices.find((choice) => choice.label === label)?.instruction ?? label;
  return [
    ...(text === '' || known.has(text) ? [] : [row('typed', text, text)]),
    ...saved.map(({ name, instruction }) => ({
      ...row('saved', name, instruction),
      description: instruction,
    })),
    ...history.map((label) => row('history', label, meaningOf(label))),
    ...rest.map(({ label, instruction }) => row('model', label, instruction)),
    ...completions(sources.wordings, text)
      .filter(({ label }) => !known.has(label) && label !== text)
      .map(({ label, instruction, meaning }) => ({
        ...row('completion', label, instruction),
        description: meaning,
      })),
  ];
}

const row = (source: Source, label: string, instruction: string): InstructionRow => ({
  source,
  label,
  instruction,
});
