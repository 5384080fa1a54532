import { FuzzyInstructions } from './fuzzyInstructions.js';
import { type PhraseMeaning, type PhraseTable, phraseTable } from './instructionPhrases.js';
import { lazily } from '../text/lazily.js';
import type { Instruction, Manifest } from '../model/manifest.js';
import { InterlinearError } from '../protocol/protocol.js';

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

/** How the wordings of a manifest are understood: as its patterns have them, or by the words that they share. */
interface Understanding {
  readonly table: PhraseTable;
  /** Learnt when a wording is none of the patterns: that takes a tenth of a second. */
  readonly fuzzy: () => FuzzyInstructions;
}

const understandings = new WeakMap<InstructionManifest, Understanding>();
/** Suggestions in a message, at most. */
const mostSuggestions = 2;

/**
 * Understands an instruction as a person types it, in any interface language that the manifest has patterns for.
 * Letter case, punctuation, quotation marks and "please" do not matter. A wording that no pattern has is understood by its
 * words, where they clearly belong to one instruction.
 * @throws InterlinearError `unknownInstruction`, which lists what the model can do
 */
export function parseInstruction(manifest: InstructionManifest, text: string): ParsedInstruction {
  const { table, fuzzy } = understandingOf(manifest);
  let foreign: string | undefined;
  for (const meaning of table.find(text)) {
    const parsed = parsedFrom(manifest, meaning);
    if (parsed) return parsed;
    foreign ??= meaning.target;
  }
  const meant = foreign === undefined ? fuzzy().find(text) : undefined;
  const parsed = meant && parsedFrom(manifest, meant);
  if (parsed && asksForMore(text, understandingOf(manifest))) {
    throw new InterlinearError(
      'unknownInstruction',
      'The instruction “{0}” asks for more than one thing. Ask for one thing at a time.',
      [text.trim().slice(0, 80)],
    );
  }
  if (parsed) return parsed;
  const suggestions = fuzzy()
    .suggest(text, mostSuggestions)
    .flatMap((meaning) => parsedFrom(manifest, meaning) ?? []);
  const message = unknownMessage(manifest, text, foreign ?? meant?.target, suggestions);
  throw new InterlinearError('unknownInstruction', message);
}

const conjunction =
  /\s+(?:and|then|und|dann|danach|et|puis|ensuite|y|luego|después)\s+|\s*[,;，；]\s*|\s+[&+]\s+|并且?|然后/iu;

/** Whether the parts of an instruction mean different things. */
function asksForMore(text: string, { table, fuzzy }: Understanding): boolean {
  const parts = text.split(conjunction).filter((part) => part.trim() !== '');
  if (parts.length < 2) return false;
  const meanings = parts.map((part) => {
    const [exact] = table.find(part);
    const meaning = exact ?? fuzzy().find(part);
    return meaning && `${meaning.instruction.canonical} ${meaning.target ?? ''}`;
  });
  return new Set(meanings.filter((meaning) => meaning !== undefined)).size > 1;
}

function understandingOf(manifest: InstructionManifest): Understanding {
  let known = understandings.get(manifest);
  if (!known) {
    known = { table: phraseTable(manifest), fuzzy: lazily(() => new FuzzyInstructions(manifest)) };
    understandings.set(manifest, known);
  }
  return known;
}

/** Undefined where the target language is none of the instruction's. */
function parsedFrom(
  manifest: InstructionManifest,
  { instruction, target }: PhraseMeaning,
): ParsedInstruction | undefined {
  if (target === undefined) return { instruction, canonical: instruction.canonical };
  if (instruction.targets?.includes(target) !== true) return undefined;
  return { instruction, target, canonical: renderCanonical(manifest, instruction, target) };
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

function unknownMessage(
  manifest: InstructionManifest,
  text: string,
  foreign: string | undefined,
  suggestions: readonly ParsedInstruction[],
): string {
  const typed = text.trim().slice(0, 80);
  const tasks = describeTasks(manifest).map(({ canonical, targets }) => {
    const languages = targets.map(({ name }) => name).join(', ');
    return `"${canonical.replace('{target}', '…')}"${languages && ` (${languages})`}`;
  });
  const reason = foreign
    ? `does not write ${englishName(manifest, foreign)}`
    : `was not trained for the instruction "${typed}"`;
  const near = suggestions.map(({ canonical }) => `"${canonical}"`).join(' or ');
  const question = foreign === undefined && near !== '' ? ` Did you mean ${near}?` : '';
  return `This model ${reason}.${question} It can do: ${tasks.join('; ')}.`;
}
