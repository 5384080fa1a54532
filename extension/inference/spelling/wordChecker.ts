import type { CheckParameters, CheckResult, WordProblem } from '../../core/protocol/protocol.js';
import type { Segment } from '../../core/text/segment.js';
import type { RewriteJob } from '../decoding/rewriteJob.js';
import { nextTurn } from '../decoding/turn.js';
import type { StepGraph } from '../runtime/stepGraph.js';
import type { Speller, WeighedSuspect } from './speller.js';
import type { Suspect } from './suspects.js';
import { placeOfWord } from './wordPlaces.js';

/**
 * So many nats beyond what a correction needs make model and lexicon sure; `test/benchmarks/falseAlarms.ts` counts the false alarms
 * on correct texts.
 */
const sureMargin = 2;
/** Capitals may begin a name, which no lexicon has. */
const nameMargin = 4;
/** Sentences that are remembered, so that a keystroke costs the sentence that it changed. */
const mostRemembered = 4_000;
/** Suggestions for a word. */
const mostSuggestions = 3;
/** An option so many nats behind the best is no suggestion. */
const suggestionRange = 8;
/** Sentences of one request that the model is asked about at most: those that come later wait for the next request. */
const mostAsked = 200;

/** A sentence that can be asked about. */
export interface CheckedSegment {
  readonly segment: Segment;
  readonly job: RewriteJob | undefined;
}

/** What is wrong with a sentence, by words instead of places. */
type Found = readonly (Omit<WordProblem, 'start' | 'end'> & {
  readonly word: string;
  readonly occurrence: number;
})[];

/** Finds misspelt words without changing anything: the lexicon says which are none, and the model, which sees both sides, how sure that is. */
export class WordChecker {
  private readonly remembered = new Map<string, Found>();

  /** @param plan prepares a sentence for the model */
  public constructor(
    private readonly speller: Speller,
    private readonly graph: Pick<StepGraph, 'encode'>,
    private readonly segments: (text: string, format: string | undefined) => readonly Segment[],
    private readonly plan: (segment: Segment, format: string | undefined) => readonly CheckedSegment[],
  ) {}

  /** @throws DOMException `AbortError` */
  public async check(
    { texts, format }: CheckParameters,
    signal: AbortSignal | undefined,
  ): Promise<CheckResult[]> {
    const results: CheckResult[] = [];
    let asked = 0;
    for (const text of texts) {
      const problems: WordProblem[] = [];
      let complete = true;
      for (const segment of this.segments(text, format)) {
        if (segment.text === '') continue;
        const key = JSON.stringify([segment.text, segment.spans.map(({ start, end }) => [start, end])]);
        let found = this.remembered.get(key);
        if (!found && asked >= mostAsked) {
          complete = false;
          continue;
        }
        if (!found) {
          await nextTurn(signal);
          const checked = await this.find(segment, format, signal);
          found = checked.found;
          if (checked.asked) asked++;
        }
        this.remember(key, found);
        problems.push(...placed(segment, found));
      }
      results.push({ problems, complete });
    }
    return results;
  }

  private async find(
    segment: Segment,
    format: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly found: Found; readonly asked: boolean }> {
    const found: Found[] = [];
    let asked = false;
    for (const { job } of this.plan(segment, format)) {
      if (!job || !this.speller.suspects(job).some(isUnknown)) continue;
      asked = true;
      const { memory } = await this.graph.encode([job.source]);
      const [weighed = []] = await this.speller.weigh(memory, [{ job, source: 0 }], signal, isUnknown);
      found.push(weighed.flatMap(problemOf));
    }
    return { found: found.flat(), asked };
  }

  private remember(key: string, found: Found): void {
    this.remembered.delete(key);
    this.remembered.set(key, found);
    if (this.remembered.size > mostRemembered) {
      const [oldest] = this.remembered.keys();
      if (oldest !== undefined) this.remembered.delete(oldest);
    }
  }
}

/** Words that the lexicon has are left to a correction of the whole sentence: what is wrong with them is its grammar. */
function isUnknown({ known }: Suspect): boolean {
  return !known;
}

function problemOf({ suspect, totals }: WeighedSuspect): Found {
  const { options, occurrence, language, margin } = suspect;
  const word = options[0]?.word ?? '';
  const ranked = [...options.keys()]
    .filter((option) => options[option]?.word !== word)
    .sort((one, other) => (totals[other] ?? 0) - (totals[one] ?? 0));
  const best = totals[ranked[0] ?? 0] ?? 0;
  const suggestions = ranked
    .filter((option) => (totals[option] ?? 0) > best - suggestionRange)
    .map((option) => options[option]?.word ?? '')
    .slice(0, mostSuggestions);
  const certainty = best - (totals[0] ?? 0) - margin;
  const wanted = word === word.toLowerCase() ? sureMargin : nameMargin;
  return suggestions.length === 0
    ? []
    : [{ word, occurrence, language, suggestions, sure: certainty >= wanted, certainty }];
}

function placed(segment: Segment, found: Found): WordProblem[] {
  return found.flatMap(({ word, occurrence, ...problem }) => {
    const place = placeOfWord(segment, word, occurrence);
    return place ? [{ ...place, ...problem }] : [];
  });
}
