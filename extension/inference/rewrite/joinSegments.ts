import type { SegmentResult } from '../../core/protocol/protocol.js';
import { relayout } from '../../core/text/relayout.js';
import { rewrapParagraph } from '../../core/text/rewrap.js';
import type { Segment } from '../../core/text/segment.js';
import { glueBetween, endsWide, startsWide } from '../../core/text/wideScript.js';
import { sourceOf } from '../../core/text/wrapping.js';
import { StructureGuard, type RewrittenSegment } from './structureGuard.js';

/**
 * Puts what surrounds the sentences back. Wrapped paragraphs are wrapped anew at their margin. Between two sentences of
 * one line, the space follows the script: Chinese and Japanese write none, and a translation out of or into them must
 * gain or lose it. A sentence whose new wording would change the structure of the text is left as it is.
 * @param format VS Code language identifier of the text; plain text if absent
 */
export function joinSegments(parts: readonly RewrittenSegment[], format?: string): SegmentResult[] {
  const results = layOut(new StructureGuard(parts, format, outputOf).accepted());
  const outputs = relayout(results, format);
  return results.map((result, index) => ({ ...result, output: outputs[index]! }));
}

const outputOf = (parts: readonly RewrittenSegment[]): string =>
  layOut(parts)
    .map(({ output }) => output)
    .join('');

function layOut(parts: readonly RewrittenSegment[]): SegmentResult[] {
  const results: SegmentResult[] = [];
  for (let first = 0; first < parts.length;) {
    const { wrapping, prefix } = parts[first]!.segment;
    let last = first + 1;
    while (wrapping !== undefined && parts[last]?.segment.wrapping === wrapping) last++;
    const paragraph = parts.slice(first, last);
    const laid =
      wrapping === undefined
        ? paragraph.map(({ segment, output }) => ({
            body: output === segment.text ? sourceOf(segment) : output,
            gap: suffixFor(segment, output, parts[last]),
          }))
        : rewrapParagraph(paragraph, wrapping, (index, before) =>
            spaceBetween(before, paragraph[index]!, paragraph[index + 1]!),
          );
    let before = prefix;
    for (const [index, { body, gap }] of laid.entries()) {
      const { segment, result } = paragraph[index]!;
      const source = segment.prefix + sourceOf(segment) + segment.suffix;
      results.push({ source, output: before + body + gap, ...result });
      before = '';
    }
    first = last;
  }
  return results;
}

/** The space between two sentences on one line. */
function spaceBetween(before: string | undefined, part: RewrittenSegment, next: RewrittenSegment): string {
  if (before === undefined) return glueBetween(part.output, next.output);
  const was = endsWide(part.segment.text);
  const is = endsWide(part.output);
  if (before === '' && was && !is && !startsWide(next.output)) return ' ';
  if (before === ' ' && !was && is && startsWide(next.output)) return '';
  return before;
}

function suffixFor(segment: Segment, output: string, next: RewrittenSegment | undefined): string {
  if (!next || next.segment.prefix !== '') return segment.suffix;
  return spaceBetween(segment.suffix, { segment, output, result: { score: 0, tokens: 0 } }, next);
}
