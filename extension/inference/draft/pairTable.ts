import * as z from 'zod';
import { DraftFile, readVarints } from './draftFile.js';
import { cumulated } from './languageModel.js';
import type { Vocabulary } from './vocabulary.js';

const settingsSchema = z.object({
  weights: z.object({
    lm: z.number(),
    words: z.number(),
    phrases: z.number(),
    unknown: z.number(),
    distortion: z.number(),
    orientation: z.number(),
  }),
  distortionLimit: z.number().int().nonnegative(),
  options: z.number().int().positive(),
  stack: z.number().int().positive(),
  beam: z.number().positive(),
});

/** Weights and limits of the search in one direction. */
export type SearchSettings = z.infer<typeof settingsSchema>;

const headerSchema = z.object({
  a: z.string(),
  b: z.string(),
  pairs: z.number().int().nonnegative(),
  groups: z.number().int().nonnegative(),
  longest: z.number().int().min(1).max(7),
  step: z.number(),
  vocabularies: z.object({ a: z.string(), b: z.string() }),
  orientations: z.array(z.tuple([z.number(), z.number(), z.number(), z.number()])),
  directions: z.record(z.string(), settingsSchema),
});

export type PairHeader = z.infer<typeof headerSchema>;

const pairSections = ['shapes', 'sources', 'counts', 'lengths', 'codes', 'extras', 'scores'] as const;
type PairSections = Readonly<Record<(typeof pairSections)[number], Buffer>>;

/**
 * The phrase pairs of two languages (docs/drafts-format.md, section 3) in flat arrays. Pairs with the same phrase in
 * language `a` are a group.
 */
export class PairTable {
  public readonly header: PairHeader;
  /** Words of the `a` phrases: group g has those from `groupStart[g]` to `groupStart[g + 1]`. */
  public readonly groupStart: Uint32Array;
  public readonly groupWords: Uint16Array;
  /** Pairs of group g: `pairStart[g]` to `pairStart[g + 1]`. */
  public readonly pairStart: Uint32Array;
  /** Words of the `b` phrases, likewise by pair. */
  public readonly targetStart: Uint32Array;
  public readonly targetWords: Uint16Array;
  /** Scores of a→b, then of b→a, in steps. */
  public readonly scores: Uint8Array;
  /** Index into `header.orientations` by pair; undefined if there are none. */
  public readonly orientations: Uint8Array | undefined;

  private constructor(
    header: PairHeader,
    sections: PairSections,
    orientations: Buffer | undefined,
    [first, second]: readonly [Vocabulary, Vocabulary],
  ) {
    this.header = header;
    const { pairs, groups } = header;
    this.pairStart = cumulated(readVarints(sections.counts, groups));
    const { lengths } = sections;
    this.scores = sections.scores;
    this.orientations = orientations;
    if (
      this.pairStart[groups] !== pairs ||
      lengths.length !== pairs ||
      this.scores.length !== 2 * pairs ||
      (this.orientations && this.orientations.length !== pairs)
    ) {
      throw new Error('its numbers of phrase pairs do not agree');
    }
    [this.groupStart, this.groupWords] = readGroups(sections, groups, first.size);
    this.targetStart = cumulated(lengths);
    this.targetWords = this.readTargets(sections, second.size, first.size);
  }

  /** @throws Error that says what is wrong with the file */
  public static async read(
    bytes: Uint8Array,
    vocabularyOf: (language: string) => Vocabulary,
  ): Promise<PairTable> {
    const file = DraftFile.parse(bytes, 'pair', headerSchema);
    const { a, b, vocabularies, orientations } = file.header;
    const sides = [vocabularyOf(a), vocabularyOf(b)] as const;
    if (sides[0].sha256 !== vocabularies.a || sides[1].sha256 !== vocabularies.b) {
      throw new Error('it was made with another vocabulary');
    }
    const [sections, turns] = await Promise.all([
      file.unpack(...pairSections),
      orientations.length > 0 ? file.unpack('orientations') : undefined,
    ]);
    return new PairTable(file.header, sections, turns?.orientations, sides);
  }

  /** The group that a pair belongs to. */
  public groupOf(pair: number): number {
    let low = 0;
    let high = this.pairStart.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.pairStart[middle]! <= pair) low = middle;
      else high = middle;
    }
    return low;
  }

  private readTargets({ codes, extras }: PairSections, size: number, sourceSize: number): Uint16Array {
    const { pairStart, groupStart, groupWords, targetStart } = this;
    const words = new Uint16Array(targetStart.at(-1) ?? 0);
    if (codes.length !== words.length)
      throw new Error('its phrases have another number of words than it says');
    // Of each word of `a`, the words that stand alone as its translation.
    const singles: number[] = [];
    const singleStart = new Int32Array(sourceSize).fill(-1);
    const singleCount = new Uint16Array(sourceSize);
    let extra = 0;
    for (let group = 0; group + 1 < groupStart.length; group++) {
      const first = groupStart[group]!;
      const isOne = groupStart[group + 1]! - first === 1;
      const word = groupWords[first]!;
      if (isOne) singleStart[word] = singles.length;
      const end = pairStart[group + 1]!;
      for (let pair = pairStart[group]!; pair < end; pair++) {
        const from = targetStart[pair]!;
        const to = targetStart[pair + 1]!;
        for (let at = from; at < to; at++) {
          const code = codes[at]!;
          let id: number;
          if (code === 255) {
            id = (extras[extra] ?? 0) + (extras[extra + 1] ?? 0) * 256;
            extra += 2;
          } else if (code >= 160) {
            id = (code - 160) * 256 + (extras[extra++] ?? 0);
          } else {
            const place = groupWords[first + (code >> 5)] ?? 0;
            const rank = code & 31;
            const known =
              !isOne && rank < singleCount[place]! ? singles[singleStart[place]! + rank] : undefined;
            if (known === undefined) throw new Error('a code names no word');
            id = known;
          }
          if (id >= size) throw new Error('a word is not in its vocabulary');
          words[at] = id;
        }
        if (isOne && to - from === 1) {
          singles.push(words[from]!);
          singleCount[word]!++;
        }
      }
    }
    if (extra !== extras.length) throw new Error('a section does not end where it should');
    return words;
  }
}

function readGroups(
  { shapes, sources: packed }: PairSections,
  groups: number,
  size: number,
): [Uint32Array, Uint16Array] {
  if (shapes.length !== groups) throw new Error('its numbers of phrases do not agree');
  const starts = cumulated(shapes.map((shape) => (shape & 7) + (shape >> 3)));
  const words = new Uint16Array(starts[groups]!);
  const fresh = shapes.reduce((sum, shape) => sum + (shape >> 3), 0);
  const sources = readVarints(packed, fresh);
  let next = 0;
  let previous = 0;
  let previousLength = 0;
  for (let group = 0; group < groups; group++) {
    const kept = shapes[group]! & 7;
    const end = starts[group + 1]!;
    const start = starts[group]!;
    if (end - start === kept || kept > previousLength)
      throw new Error('a phrase goes on from one that is shorter');
    // The phrases of several words begin anew behind those of one.
    const isNewPart = previousLength === 1 && kept === 0 && end - start > 1;
    for (let index = 0; index < kept; index++) words[start + index] = words[previous + index]!;
    let base = kept < previousLength && !isNewPart ? words[previous + kept]! : 0;
    for (let at = start + kept; at < end; at++) {
      const id = sources[next++]! + base;
      base = 0;
      if (id >= size) throw new Error('a word is not in its vocabulary');
      words[at] = id;
    }
    previous = start;
    previousLength = end - start;
  }
  return [starts, words];
}
