import { segmenterOf } from '../../core/text/segmenters.js';

/** How many characters (grapheme clusters) a person sees in a text. */
export function countCharacters(text: string): number {
  let count = 0;
  for (const _ of segmenterOf('grapheme').segment(text)) count++;
  return count;
}
