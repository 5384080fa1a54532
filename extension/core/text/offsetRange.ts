/** A half-open range `[start, end)` of UTF-16 offsets into a text: the unit that VS Code documents count in. */
export interface OffsetRange {
  readonly start: number;
  readonly end: number;
}

/** @throws RangeError unless `0 <= start <= end` */
export function offsetRange(start: number, end: number): OffsetRange {
  if (!(start >= 0 && start <= end)) {
    throw new RangeError(`[${start}, ${end}) is not a range of offsets.`);
  }
  return { start, end };
}

/** Length in UTF-16 code units. */
export function lengthOf(range: OffsetRange): number {
  return range.end - range.start;
}

/** The range moved by `delta` code units. */
export function shifted(range: OffsetRange, delta: number): OffsetRange {
  return { start: range.start + delta, end: range.end + delta };
}

/** Whether both ranges cover the same offsets. */
export function equalRanges(first: OffsetRange, second: OffsetRange): boolean {
  return first.start === second.start && first.end === second.end;
}

/**
 * Whether editing one range disturbs the other: a code unit in common, or an empty range strictly inside the
 * other. Ranges that only touch at an edge do not overlap; this is the touching-edge rule of the whole product.
 */
export function overlaps(first: OffsetRange, second: OffsetRange): boolean {
  return first.start < second.end && second.start < first.end;
}

/** Whether the ranges overlap or share an edge. */
export function overlapsOrTouches(first: OffsetRange, second: OffsetRange): boolean {
  return first.start <= second.end && second.start <= first.end;
}

/** Whether `inner` lies within `outer`, edges included. */
export function containsRange(outer: OffsetRange, inner: OffsetRange): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** The part of `text` that the range covers. */
export function sliceOf(text: string, range: OffsetRange): string {
  return text.slice(range.start, range.end);
}
