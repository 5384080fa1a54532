import type { SegmentResult } from '../../../extension/core/protocol/protocol.js';
import { joinSegments } from '../../../extension/inference/rewrite/joinSegments.js';
import { coreTextPipeline } from '../../../extension/inference/rewrite/textPipeline.js';
import type { FakeModel } from './garbler.js';

/** A rewritten text and what became of its sentences. */
export interface Rewritten {
  readonly text: string;
  readonly segments: readonly SegmentResult[];
  /** Sentences that the model was asked about. */
  readonly asked: number;
  /** Those of them that stayed as they were because their answers would have done harm. */
  readonly refused: number;
}

/** Rewrites a text as the engine does, with a fake model and without repairing its answers. */
export function rewriteWith(model: FakeModel, text: string, format: string): Rewritten {
  let asked = 0;
  let refused = 0;
  const parts = coreTextPipeline.segment(text, { format }).map((segment) => {
    const untouched = { segment, output: segment.text, result: { score: 0, tokens: 0 } };
    const sentence = coreTextPipeline.protect(segment.text, segment.spans, segment.delimiter, format);
    if (!/\p{L}/u.test(sentence.text)) {
      return untouched;
    }
    asked++;
    const answer = model(sentence.text)
      .replaceAll(/[\r\n\u2028\u2029]+/g, ' ')
      .trim();
    const restored = sentence.restore(answer);
    if (!coreTextPipeline.isIntact(restored) || restored.text === '') {
      refused++;
      return untouched;
    }
    return { segment, output: restored.text, result: { score: -1, tokens: 1 } };
  });
  const segments = joinSegments(parts, format);
  refused += segments.filter(({ warning }) => warning === 'protected-span-lost').length;
  return { text: segments.map(({ output }) => output).join(''), segments, asked, refused };
}
