import type { OffsetRange } from '../../core/text/offsetRange.js';
import { StringEdit } from '../../core/edits/stringEdit.js';

/** `text` with each of `ranges` (apart from each other) replaced by the output of the same index. */
export function withReplaced(
  text: string,
  ranges: readonly OffsetRange[],
  outputs: readonly string[],
): string {
  return StringEdit.of(ranges.map((range, index) => ({ range, text: outputs[index] ?? '' }))).apply(text);
}
