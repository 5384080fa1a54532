import { actionWords, fillerWords } from './fillerWords.js';
import { foldWord, stemOf } from './foldWord.js';
import type { PhraseMeaning } from './instructionPhrases.js';
import type { Instruction, Manifest } from '../model/manifest.js';
import { type NamedLanguage, splitInstruction } from './instructionWords.js';

/** How well an instruction answers to what was asked, 0 to 1. */
export interface ScoredMeaning extends PhraseMeaning {
  readonly score: number;
}

/** Stands for the name of a language. */
const languageToken = '{language}';
/** Below this an instruction is not meant. */
const leastScore = 0.5;
/** The second best instruction must score at most this share of the best. */
const clearShare = 0.8;
/** Words that no instruction has count as if this many had them: they speak against all. */
const unknownDocuments = 0.7;
/** So much more than known words of its weight an unknown one counts, and one that turns a meaning round. */
const unknownShare = 2;
const unknownNegation = 4;
/** Who wants something made of a text does not ask what it is, and the other way round. */
const questionShare = 0.7;
/** From here on an instruction is worth a suggestion. */
const suggestedScore = 0.2;
/** A word that turns a meaning round, where the instruction's own wordings do not have it. */
const negations = new Set([
  ...[
    'not',
    'don',
    'dont',
    'never',
    'without',
    'nicht',
    'kein',
    'keine',
    'ohne',
    'nie',
    'ne',
    'pas',
    'sans',
    'jamais',
  ],
  ...['no', 'sin', 'nunca', '不', '不要', '别'],
]);
/** How questions about a text begin. */
const questionStarts = new Set([
  ...['is', 'are', 'which', 'what', 'how', 'ist', 'sind', 'welche', 'welcher', 'welches', 'was', 'wie'],
  ...['est', 'quel', 'quelle', 'es', 'son', 'cual', 'que'],
]);
/** What a language stands behind that the text is in, and one that it is to be put into. */
const sourceMarkers = new Set([
  'from',
  'aus',
  'vom',
  'von',
  'du',
  'de',
  'del',
  'desde',
  'depuis',
  '从',
  '由',
  '把',
  '将',
]);
const targetMarkers = new Set([
  ...[
    'to',
    'into',
    'in',
    'ins',
    'auf',
    'nach',
    'zu',
    'en',
    'vers',
    'al',
    'a',
    'hacia',
    '成',
    '为',
    '到',
    '用',
    '译',
    '译成',
  ],
  ...['变成', '写成', '改成', '换成', '翻译', '成为', '转成', '弄成', '译为'],
]);
/** What may stand between such a word and the language's name. */
const articles = new Set(['dem', 'das', 'the', 'l', 'le', 'la', 'el', 'simple', 'good', 'proper', 'plain']);
/** What a translation is called: the language before it is its own. */
const translation = /^(?:transl|version|uberset|fassung|tradu|译|翻译|版|怎么|怎样)/u;

interface LearntInstruction {
  readonly instruction: Instruction;
  /** In how many of its wordings each stem stands. */
  readonly counts: ReadonlyMap<string, number>;
  /** The stems of each wording. */
  readonly wordings: readonly ReadonlySet<string>[];
}

/** Understands wordings that no pattern has, by the words that the patterns of an instruction have in common. */
export class FuzzyInstructions {
  private readonly learnt: readonly LearntInstruction[];
  /** Weights of the stems seen so far. */
  private readonly weights = new Map<string, number>();

  public constructor(private readonly manifest: Pick<Manifest, 'instructions' | 'languageNames'>) {
    this.learnt = manifest.instructions.map((instruction) => this.learn(instruction));
  }

  /** All instructions that could be meant, best first; a target may be one that its instruction does not offer. */
  public score(text: string): ScoredMeaning[] {
    const { words, languages } = splitInstruction(text, this.manifest.languageNames);
    const { target, marked } = targetOf(words, languages);
    const stems = contentStems(words);
    if (target !== undefined || languages.length > 0) stems.add(languageToken);
    const acts = marked || words.some((word) => actionWords.has(foldWord(word)));
    const asks = questionStarts.has(foldWord(words[0] ?? ''));
    return this.learnt
      .map((learnt): ScoredMeaning => {
        const { instruction } = learnt;
        const score = this.scoreOf(learnt, stems, { acts, asks, hasTarget: target !== undefined });
        return instruction.targets && target !== undefined
          ? { instruction, target, score }
          : { instruction, score };
      })
      .filter(({ score }) => score > 0)
      .sort((one, other) => other.score - one.score);
  }

  /** The instruction that is clearly meant. */
  public find(text: string): ScoredMeaning | undefined {
    const [best, second] = this.score(text);
    const clear = best && best.score >= leastScore && (second?.score ?? 0) <= best.score * clearShare;
    return clear ? best : undefined;
  }

  /** What else could be meant, best first. */
  public suggest(text: string, most: number): ScoredMeaning[] {
    return this.score(text)
      .filter(({ score }) => score >= suggestedScore)
      .slice(0, most);
  }

  private learn(instruction: Instruction): LearntInstruction {
    const wordings = [instruction.canonical, ...Object.values(instruction.patterns).flat()].map((pattern) => {
      const plain = pattern.replaceAll(/\{\w+\}/gu, ' {} ');
      const { words, languages } = splitInstruction(plain, this.manifest.languageNames);
      const stems = contentStems(words);
      if (languages.length > 0 || plain !== pattern) stems.add(languageToken);
      return stems;
    });
    const counts = new Map<string, number>();
    for (const stems of wordings) {
      for (const stem of stems) counts.set(stem, (counts.get(stem) ?? 0) + 1);
    }
    return { instruction, counts, wordings: wordings.filter(({ size }) => size > 0) };
  }

  private scoreOf(
    { instruction, counts, wordings }: LearntInstruction,
    stems: ReadonlySet<string>,
    {
      acts,
      asks,
      hasTarget,
    }: { readonly acts: boolean; readonly asks: boolean; readonly hasTarget: boolean },
  ): number {
    const needsTarget = instruction.canonical.includes('{target}');
    if (needsTarget && !hasTarget) return 0;
    // A language's name by itself does not say that something is to be done.
    if (stems.size === 0 || (stems.size === 1 && stems.has(languageToken) && !acts)) return 0;
    let covered = 0;
    let asked = 0;
    for (const stem of stems) {
      const weight = this.weight(stem);
      asked += weight;
      const own = countOf(counts, stem);
      if (own === 0) continue;
      const all = this.learnt.reduce((sum, other) => sum + countOf(other.counts, stem), 0);
      covered += weight * Math.sqrt(own / all);
    }
    const nearest = Math.max(0, ...wordings.map((wording) => this.overlap(wording, stems)));
    const fit = (covered / asked) * (0.6 + 0.4 * nearest);
    const answers = instruction.labelSet !== undefined;
    return (answers && acts) || (!answers && !needsTarget && asks) ? fit * questionShare : fit;
  }

  /** How much of a wording was said. */
  private overlap(wording: ReadonlySet<string>, stems: ReadonlySet<string>): number {
    let said = 0;
    let all = 0;
    for (const stem of wording) {
      const weight = this.weight(stem);
      all += weight;
      if ([...stems].some((other) => sameStem(stem, other))) said += weight;
    }
    return said / all;
  }

  private weight(stem: string): number {
    const known = this.weights.get(stem);
    if (known !== undefined) return known;
    const documents = this.learnt.filter(({ counts }) => countOf(counts, stem) > 0).length;
    const weight = Math.log(1 + this.learnt.length / (documents || unknownDocuments));
    // What no instruction has is not remembered: people may type anything.
    if (documents === 0) return (negations.has(stem) ? unknownNegation : unknownShare) * weight;
    this.weights.set(stem, weight);
    return weight;
  }
}

/** In how many wordings a stem of this family stands. */
function countOf(counts: ReadonlyMap<string, number>, stem: string): number {
  const exact = counts.get(stem);
  if (exact !== undefined) return exact;
  let most = 0;
  for (const [known, count] of counts) if (count > most && sameStem(known, stem)) most = count;
  return most;
}

/** Whether two stems are of one family: the same, or one goes on for a letter or two. */
function sameStem(one: string, other: string): boolean {
  if (one === other) return true;
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  // A long stem is also known as the first part of a compound: "Grammatikfehler".
  return (
    long.startsWith(short) && (short.length >= 8 || (short.length >= 5 && long.length - short.length <= 2))
  );
}

function contentStems(words: readonly string[]): Set<string> {
  const folded = words.map(foldWord).filter((word) => !fillerWords.has(word) && !actionWords.has(word));
  return new Set(folded.filter((word) => /\p{L}/u.test(word)).map(stemOf));
}

/**
 * The language that is to be written: the only one that is not said to be the text's. `marked`: a word before it says so,
 * or nothing else was said.
 */
function targetOf(
  words: readonly string[],
  languages: readonly NamedLanguage[],
): { readonly target: string | undefined; readonly marked: boolean } {
  const before = ({ at }: NamedLanguage): string => {
    const previous = words.slice(0, at).map(foldWord);
    while (articles.has(previous.at(-1) ?? '')) previous.pop();
    return previous.at(-1) ?? '';
  };
  const marked = languages.filter((language) => targetMarkers.has(before(language)));
  const open = languages.filter(
    (language) => !sourceMarkers.has(before(language)) && language.at === words.length,
  );
  const named = languages.filter(({ at }) => {
    return translation.test(foldWord(words.slice(at).find((word) => word !== '的') ?? ''));
  });
  const [found = []] = [marked, open, named].filter(({ length }) => length > 0);
  const codes = new Set(found.map(({ code }) => code));
  const target = codes.size === 1 ? [...codes][0] : undefined;
  return { target, marked: target !== undefined && (marked.length > 0 || words.length === 0) };
}
