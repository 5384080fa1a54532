import { type PhraseTable, phraseTable } from './instructionPhrases.js';
import type { Instruction, Manifest } from './manifest.js';
import { InterlinearError } from './protocol.js';

/** The parts of a manifest that say what a model can be told. */
export type InstructionManifest = Pick<Manifest, 'instructions' | 'languageNames' | 'labelSets'>;

/** What a person's instruction means to a model. */
export interface ParsedInstruction {
  readonly instruction: Instruction;
  /** Code of the target language, where the task has one. */
  readonly target?: string;
  /** The wording that the model was trained on. */
  readonly canonical: string;
}

/** A task that a model offers. */
export interface TaskDescription {
  readonly task: string;
  /** The wording that the model was trained on; still with `{target}` where there are target languages. */
  readonly canonical: string;
  /** Target languages with their English names; empty where the task has none. */
  readonly targets: readonly { readonly code: string; readonly name: string }[];
  /** What a classification answers with. */
  readonly labels?: readonly string[];
}

const tables = new WeakMap<InstructionManifest, PhraseTable>();

/**
 * Understands an instruction as a person types it, in any interface language that the manifest has patterns for.
 * Letter case, punctuation, quotation marks and "please" do not matter.
 * @throws InterlinearError `unknownInstruction`, which lists what the model can do
 */
export function parseInstruction(manifest: InstructionManifest, text: string): ParsedInstruction {
  let table = tables.get(manifest);
  if (!table) {
    table = phraseTable(manifest);
    tables.set(manifest, table);
  }
  let foreign: string | undefined;
  for (const { instruction, target } of table.find(text)) {
    if (target === undefined) return { instruction, canonical: instruction.canonical };
    if (instruction.targets?.includes(target) === true) {
      return { instruction, target, canonical: renderCanonical(manifest, instruction, target) };
    }
    foreign ??= target;
  }
  throw new InterlinearError('unknownInstruction', unknownMessage(manifest, text, foreign));
}

/** The tasks of a model, in the manifest's order. */
export function describeTasks(manifest: InstructionManifest): TaskDescription[] {
  return manifest.instructions.map(({ task, canonical, targets = [], labelSet }) => {
    const labels = manifest.labelSets.find(({ id }) => id === labelSet)?.labels;
    const named = targets.map((code) => ({ code, name: englishName(manifest, code) }));
    return { task, canonical, targets: named, ...(labels && { labels }) };
  });
}

function renderCanonical(manifest: InstructionManifest, instruction: Instruction, target: string): string {
  return instruction.canonical.replace('{target}', () => englishName(manifest, target));
}

function englishName(manifest: InstructionManifest, code: string): string {
  return manifest.languageNames[code]?.['en']?.[0] ?? code;
}

function unknownMessage(manifest: InstructionManifest, text: string, foreign: string | undefined): string {
  const typed = text.trim().slice(0, 80);
  const tasks = describeTasks(manifest).map(({ canonical, targets }) => {
    const languages = targets.map(({ name }) => name).join(', ');
    return `"${canonical.replace('{target}', '…')}"${languages && ` (${languages})`}`;
  });
  const reason = foreign
    ? `does not write ${englishName(manifest, foreign)}`
    : `was not trained for the instruction "${typed}"`;
  return `This model ${reason}. It can do: ${tasks.join('; ')}.`;
}
