import type { RewriteParameters } from '../../core/protocol/protocol.js';
import type { PlannedSegment } from '../decoding/rewriteJob.js';

/** Whole paragraphs of a text that are decoded and handed out before the next ones. */
export interface Section {
  /** Index of the text. */
  readonly text: number;
  /** Indices of its sentences, the end exclusive. */
  readonly from: number;
  readonly to: number;
}

/** Sentences of a section at least, so that batches are worth it. */
const fewest = 6;
/** Sections of all texts at most. */
const most = 40;
/** Each section costs a look at the structure of its text: its length times the sections. */
const parsedCharacters = 4_000_000;

/**
 * Whether the answer to a text may be handed out paragraph by paragraph. Not where later sentences may change earlier ones: with a
 * limit of characters, or in formats whose links and lines follow the titles.
 */
export function isSplittable({
  texts,
  format,
  maximumCharacters,
  alternatives = 0,
  confidence = false,
}: RewriteParameters): boolean {
  const follows =
    format === 'restructuredtext' || format === 'rst' || texts.some((text) => text.includes('](#'));
  return maximumCharacters === undefined && alternatives === 0 && !confidence && !follows;
}

/**
 * Cuts texts at their paragraphs.
 * @param finished for each text how many sentences are left out at its start
 */
export function sectionsOf(
  plans: readonly (readonly PlannedSegment[])[],
  finished: readonly number[] = [],
): Section[] {
  const sentences = plans.reduce((sum, plan) => sum + plan.length, 0);
  const longest = Math.max(1, ...plans.map((plan) => plan.at(-1)?.segment.start ?? 0));
  const count = Math.min(most, Math.max(1, Math.floor(parsedCharacters / longest)));
  const size = Math.max(fewest, Math.ceil(sentences / count));
  return plans.flatMap((plan, text) => {
    const sections: Section[] = [];
    let from = finished[text] ?? 0;
    for (let to = from + 1; to <= plan.length; to++) {
      if (to === plan.length || (to - from >= size && startsParagraph(plan, to))) {
        sections.push({ text, from, to });
        from = to;
      }
    }
    return sections;
  });
}

/** Whether nothing of the sentence depends on the one before: it has lines of its own. */
function startsParagraph(plan: readonly PlannedSegment[], index: number): boolean {
  const before = plan[index - 1]?.segment;
  const here = plan[index]?.segment;
  if (!before || !here || here.prefix === '') return false;
  const isWrappedOn = here.wrapping !== undefined && here.wrapping === before.wrapping;
  return !isWrappedOn && /[\r\n]/.test(before.suffix + here.prefix);
}
