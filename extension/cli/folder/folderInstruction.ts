import { describeTasks, parseInstruction } from '../../core/instructions/instructions.js';
import type { Manifest } from '../../core/model/manifest.js';
import { InterlinearError } from '../../core/protocol/protocol.js';
import { UsageError } from '../cliError.js';

/** What a folder is rewritten by. */
export interface FolderInstruction {
  readonly instruction: string;
  /** Code of the language translated into; absent for other instructions. */
  readonly target?: string | undefined;
  readonly allowUnknownInstruction?: true;
}

/** The instruction that translates into a language, by its code or one of its names. @throws UsageError */
export function translationInto(manifest: Manifest, language: string): FolderInstruction {
  const task = describeTasks(manifest).find((described) => described.task === 'translate');
  if (task === undefined) throw new UsageError('this model does not translate');
  const wanted = language.trim().toLowerCase();
  const [primary] = wanted.split(/[-_]/);
  const found =
    task.targets.find(({ code }) => code.toLowerCase() === wanted) ??
    task.targets.find(({ code }) => namesOf(manifest, code).includes(wanted)) ??
    task.targets.find(({ code }) => code.toLowerCase() === primary);
  if (found === undefined) {
    const known = task.targets.map(({ code, name }) => `${code} (${name})`).join(', ');
    throw new UsageError(`this model does not translate into "${language}"; it knows: ${known}`);
  }
  return { instruction: task.canonical.replace('{target}', () => found.name), target: found.code };
}

/**
 * An instruction as a person types it.
 * @param insist whether one that the model was not trained for is run all the same
 * @throws InterlinearError `unknownInstruction`; UsageError for a question, whose answer is no text
 */
export function folderInstruction(manifest: Manifest, text: string, insist: boolean): FolderInstruction {
  try {
    const { instruction, canonical, target } = parseInstruction(manifest, text);
    if (instruction.labelSet !== undefined) {
      throw new UsageError(
        `"${text}" asks what a text is; the answer is not a text. Use interlinear classify.`,
      );
    }
    return { instruction: canonical, target };
  } catch (error) {
    const isUnknown = error instanceof InterlinearError && error.code === 'unknownInstruction';
    if (!isUnknown || !insist) throw error;
    return { instruction: text, allowUnknownInstruction: true };
  }
}

function namesOf(manifest: Manifest, code: string): readonly string[] {
  return Object.values(manifest.languageNames[code] ?? {})
    .flat()
    .map((name) => name.toLowerCase());
}
