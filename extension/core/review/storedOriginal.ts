import * as z from 'zod';
import { lazily } from '../text/lazily.js';
import type { Original } from './originals.js';
import { textAt, type WrittenChange } from './writtenChange.js';

/** How much of the text on each side is kept with a change, to find it again in a document that others have edited. */
const contextLength = 40;

const storedChangeSchema = lazily(() =>
  z.object({
    originalText: z.string(),
    modifiedText: z.string(),
    /** Offset of the place in the document. */
    start: z.number().int().nonnegative(),
    /** What stood there, and around it. */
    text: z.string(),
    lead: z.string(),
    trail: z.string(),
  }),
);

/** What is kept of an original while its document is closed. */
export const storedOriginalSchema = lazily(() =>
  z.object({
    uri: z.string().min(1),
    changes: z.array(storedChangeSchema()).min(1),
  }),
);

export type StoredOriginal = z.infer<ReturnType<typeof storedOriginalSchema>>;

/** @param text the document */
export function storeOriginal({ uri, changes }: Original, text: string): StoredOriginal {
  return {
    uri,
    changes: changes.map((change) => ({
      originalText: change.originalText,
      modifiedText: change.modifiedText,
      start: change.range.start,
      text: textAt(text, change),
      lead: text.slice(Math.max(0, change.range.start - contextLength), change.range.start),
      trail: text.slice(change.range.end, change.range.end + contextLength),
    })),
  };
}

/**
 * Finds the places of an original in its document again: where they were, or else at the only spot that reads the same.
 * A place that cannot be told for certain is left out.
 * @param text the document now
 * @returns undefined if no place was found
 */
export function findOriginal({ uri, changes }: StoredOriginal, text: string): Original | undefined {
  const found: WrittenChange[] = [];
  for (const { originalText, modifiedText, start, text: written, lead, trail } of changes) {
    const wanted = lead + written + trail;
    const expected = start - lead.length;
    const at = text.startsWith(wanted, expected) ? expected : onlyIndexOf(text, wanted);
    if (at !== undefined) {
      const first = at + lead.length;
      const range = { start: first, end: first + written.length };
      // Two places that claim the same text cannot both be right.
      if (range.start >= (found.at(-1)?.range.end ?? 0)) {
        found.push({ originalText, modifiedText, range });
      }
    }
  }
  return found.length === 0 ? undefined : { uri, changes: found };
}

function onlyIndexOf(text: string, wanted: string): number | undefined {
  const first = text.indexOf(wanted);
  return first >= 0 && text.indexOf(wanted, first + 1) < 0 ? first : undefined;
}
