import { MemoryIndex, type MemorySegment } from './memoryIndex.js';
import type { TranslationUnit } from './translationUnit.js';
import { splitLineIntoSentences } from '../text/sentences.js';

const lineBreak = /\r\n|\r|\n/u;

/**
 * The sentences of a text and of its translation, side by side, because texts are translated sentence by sentence. Where
 * the two are not cut alike, the whole stays one segment.
 */
export function sentencePairs(source: string, target: string): MemorySegment[] {
  const sources = sentencesOf(source);
  const targets = sentencesOf(target);
  if (sources.length !== targets.length || sources.length === 0) {
    const whole = { source: source.trim(), target: target.trim() };
    return whole.source === '' || whole.target === '' ? [] : [whole];
  }
  return sources.map((sentence, index) => ({ source: sentence, target: targets[index]! }));
}

/** Only where one of these is inside, a text may have several sentences. */
const sentenceEnd = /[\r\n]|[.!?…]["'”’»)\]]*\s+\S|[。！？].*\S/u;

function sentencesOf(text: string): string[] {
  const whole = text.trim();
  if (!sentenceEnd.test(whole)) return whole === '' ? [] : [whole];
  return text
    .split(lineBreak)
    .flatMap((line) => splitLineIntoSentences(line))
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
}

/** A translation of a sentence that a memory holds, or of one like it. */
export interface MemoryMatch {
  /** The sentence as the memory has it. */
  readonly source: string;
  readonly target: string;
  /** Languages of the two, as primary subtags. */
  readonly sourceLanguage: string;
  readonly targetLanguage: string;
  /** 1 for the same sentence, else below 1. */
  readonly score: number;
  /** Name of the file that it comes from. */
  readonly origin: string;
}

/** The translations of one file, or of files that belong together; indexed by pair of languages when one is asked for. */
export class MemoryFile {
  private readonly languages: ReadonlySet<string>;
  private readonly indexes = new Map<string, MemoryIndex>();

  /** @param originOf name of the file that has the texts in a language */
  public constructor(
    private readonly units: readonly TranslationUnit[],
    private readonly originOf: (language: string) => string,
  ) {
    this.languages = new Set(units.flatMap(({ texts }) => [...texts.keys()]));
  }

  /**
   * The best match into a language; of equally good ones the first.
   * @param sourceLanguage primary subtag; any language if absent
   * @param least score below which nothing is found
   */
  public find(
    text: string,
    targetLanguage: string,
    sourceLanguage: string | undefined,
    least: number,
  ): MemoryMatch | undefined {
    if (!this.languages.has(targetLanguage)) return undefined;
    const sources = sourceLanguage === undefined ? this.languages : [sourceLanguage];
    let best: MemoryMatch | undefined;
    for (const language of sources) {
      if (language === targetLanguage || !this.languages.has(language)) continue;
      const found = this.index(language, targetLanguage).find(text, Math.max(least, best?.score ?? 0));
      if (!found || (best && found.score <= best.score)) continue;
      const { segment, score } = found;
      const languages = { sourceLanguage: language, targetLanguage };
      best = { ...segment, ...languages, score, origin: this.originOf(targetLanguage) };
    }
    return best;
  }

  private index(source: string, target: string): MemoryIndex {
    const key = `${source} ${target}`;
    let index = this.indexes.get(key);
    if (!index) {
      const segments = this.units.flatMap(({ texts }): MemorySegment[] => {
        const from = texts.get(source);
        const to = texts.get(target);
        return from === undefined || to === undefined ? [] : sentencePairs(from, to);
      });
      index = new MemoryIndex(segments);
      this.indexes.set(key, index);
    }
    return index;
  }
}

/** Several memories; of equally good matches that of the earlier one counts. */
export class TranslationMemory {
  public constructor(private readonly files: readonly MemoryFile[]) {}

  /** See `MemoryFile.find`. */
  public find(
    text: string,
    targetLanguage: string,
    sourceLanguage: string | undefined,
    least: number,
  ): MemoryMatch | undefined {
    let best: MemoryMatch | undefined;
    for (const file of this.files) {
      const found = file.find(text, targetLanguage, sourceLanguage, Math.max(least, best?.score ?? 0));
      if (found && (!best || found.score > best.score)) best = found;
      if (best?.score === 1) break;
    }
    return best;
  }
}
