import { isIntact, protect, type Protected, type Restored } from '../../core/text/protect.js';
import type { Delimiter, ProtectedSpan } from '../../core/text/protectedSpan.js';
import { segment, type Segment } from '../../core/text/segment.js';

/** What the engine needs to know of text: sentences, and what in them must not change. */
export interface TextPipeline {
  segment(text: string, options: { readonly format?: string }): Segment[];
  protect(
    sentence: string,
    spans: readonly ProtectedSpan[],
    delimiter?: Delimiter,
    format?: string,
  ): Protected;
  isIntact(restored: Restored): boolean;
}

/** The text functions of `core/`. */
export const coreTextPipeline: TextPipeline = { segment, protect, isIntact };
