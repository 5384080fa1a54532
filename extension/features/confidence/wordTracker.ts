import { overlaps, overlapsOrTouches, type OffsetRange } from '../../core/text/offsetRange.js';
import type { StringEdit } from '../../core/edits/stringEdit.js';
import type { Answer } from '../../session/answers/answer.js';
import { placedWords } from './unsureWords.js';

/** A word of an answer under review and how sure the model is of it. */
export interface TrackedWord {
  /** Where it is in the document now. */
  readonly range: OffsetRange;
  /** 0 to 1. */
  readonly probability: number;
}

/** The words of one answer: they move with edits, and one that is edited is the person's own from then on. */
export class WordTracker {
  private words: readonly TrackedWord[];

  public constructor(private readonly answer: Answer) {
    this.words = answer.results.flatMap(({ output, words = [] }, index) => {
      const { range, text } = answer.spans[index]!;
      return placedWords(output, text, words).map(({ start, end, probability }) => ({
        range: { start: range.start + start, end: range.start + end },
        probability,
      }));
    });
  }

  /** Whether these are the words of that answer. */
  public isOf(answer: Answer): boolean {
    return answer.session === this.answer.session && answer.results === this.answer.results;
  }

  /** Takes note of a change of the document. */
  public edited(edit: StringEdit): void {
    this.words = this.words
      .filter(({ range }) => !edit.replacements.some((change) => overlaps(change.range, range)))
      .map((word) => ({ ...word, range: edit.mapRange(word.range) }));
  }

  /** The words less probable than `threshold` in changes that wait for a decision. */
  public below(threshold: number): readonly TrackedWord[] {
    const { pending } = this.answer.session;
    return this.words.filter(
      ({ range, probability }) =>
        probability < threshold && pending.some((change) => overlapsOrTouches(change.range, range)),
    );
  }
}
