import type { SegmentResult } from '../core/protocol.js';
import type { Segment } from '../core/text/segment.js';

/** A sentence before and after rewriting, without what surrounds it. */
export interface RewrittenSegment {
  readonly segment: Segment;
  readonly output: string;
  readonly result: Pick<SegmentResult, 'score' | 'tokens' | 'warning'>;
}

const startsWide = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff01-\uff60]/u;
const endsWide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff01-\uff60]$/u;

/**
 * Puts what surrounds the sentences back. Between two sentences of one line, the space follows the script: Chinese
 * and Japanese write none, and a translation out of or into them must gain or lose it.
 */
export function joinSegments(parts: readonly RewrittenSegment[]): SegmentResult[] {
  return parts.map(({ segment, output, result }, index) => {
    const suffix = suffixFor(segment, output, parts[index + 1]);
    return {
      source: segment.prefix + segment.text + segment.suffix,
      output: segment.prefix + output + suffix,
      ...result,
    };
  });
}

function suffixFor(segment: Segment, output: string, next: RewrittenSegment | undefined): string {
  if (!next || next.segment.prefix !== '') return segment.suffix;
  const was = endsWide.test(segment.text);
  const is = endsWide.test(output);
  if (segment.suffix === '' && was && !is && !startsWide.test(next.output)) return ' ';
  if (segment.suffix === ' ' && !was && is && startsWide.test(next.output)) return '';
  return segment.suffix;
}
