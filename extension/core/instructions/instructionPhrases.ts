import type { Instruction, Manifest } from '../model/manifest.js';
import { plainPhrase } from './plainPhrase.js';

/** What a phrase may mean. */
export interface PhraseMeaning {
  readonly instruction: Instruction;
  /** Code of the language that the phrase names as its target. */
  readonly target?: string;
}

/** Finds the instructions of a manifest by the wordings that people use. */
export interface PhraseTable {
  /** What the text may mean, exact wordings first; a target may be one that its instruction does not offer. */
  find(text: string): Generator<PhraseMeaning>;
}

interface Template {
  readonly instruction: Instruction;
  readonly expression: RegExp;
}

/** Stand for a language's name while a pattern is brought to its plain form. */
const targetMark = '\ue000';
const sourceMark = '\ue001';
const besideMark = / (?=[\ue000\ue001])|(?<=[\ue000\ue001]) /g;
/** A plain phrase has no space beside Han, so that there is none where the name is written in Han. */
const spaceUnlessHan = String.raw`(?: |(?<=\p{Script=Han})|(?=\p{Script=Han}))`;

/** Reads the patterns and canonical wordings of a manifest. */
export function phraseTable(manifest: Pick<Manifest, 'instructions' | 'languageNames'>): PhraseTable {
  const languages = new Map<string, string>();
  for (const [code, namesByLanguage] of Object.entries(manifest.languageNames)) {
    for (const name of Object.values(namesByLanguage).flat()) languages.set(plainPhrase(name), code);
    languages.set(code.toLowerCase(), code);
  }
  const exact = new Map<string, Instruction>();
  const templates: Template[] = [];
  for (const instruction of manifest.instructions) {
    for (const pattern of [instruction.canonical, ...Object.values(instruction.patterns).flat()]) {
      if (pattern.includes('{')) templates.push({ instruction, expression: expressionOf(pattern) });
      else if (!exact.has(plainPhrase(pattern))) exact.set(plainPhrase(pattern), instruction);
    }
  }

  return {
    *find(text) {
      const phrase = plainPhrase(text);
      const instruction = exact.get(phrase);
      if (instruction) yield { instruction };
      for (const template of templates) {
        const groups = template.expression.exec(phrase)?.groups;
        if (!groups) continue;
        const target = languages.get(groups['target'] ?? '');
        const source = groups['source'];
        if (target === undefined || (source !== undefined && !languages.has(source))) continue;
        yield { instruction: template.instruction, target };
      }
    },
  };
}

/** `translate from {source} to {target}` → an expression over plain phrases. */
function expressionOf(pattern: string): RegExp {
  const marked = plainPhrase(pattern.replace('{target}', targetMark).replace('{source}', sourceMark));
  const expression = marked
    .replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)
    .replaceAll(besideMark, spaceUnlessHan)
    .replace(targetMark, '(?<target>.+?)')
    .replace(sourceMark, '(?<source>.+?)');
  return new RegExp(`^${expression}$`, 'u');
}
