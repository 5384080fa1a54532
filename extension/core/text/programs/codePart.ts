import type { OffsetRange } from '../offsetRange.js';
import type { ProtectedSpan } from '../protectedSpan.js';

/**
 * What a grammar finds in a program for people to read: a comment, a documentation string, a string literal or the texts
 * of an element of markup. `start` and `end` include the marks around it.
 */
export interface CodePart extends OffsetRange {
  readonly kind: 'comment' | 'docstring' | 'string' | 'markup';
  /** Inside `contentStart` and `contentEnd` of a string or of markup: what is no prose in it. */
  readonly holes?: readonly ProtectedSpan[];
  /** For strings and markup: where the content stands. */
  readonly contentStart: number;
  readonly contentEnd: number;
}

/** The parts of a text in order, and the grammar's verdict on the rest of it. */
export interface ScannedProgram {
  readonly parts: readonly CodePart[];
  /** Whether the grammar proves that the text is a program, and no fragment of a comment. Undefined: it cannot tell. */
  readonly isProgram?: boolean;
}
