import type { InlineRule } from '../inlineSpans.js';

/** Names in comments: whatever is written like an identifier, and what stands in braces behind an at sign. */
export const identifierRules: readonly InlineRule[] = [
  { kind: 'command', pattern: /\{@[a-z]+[^{}\n]*\}/gi, sign: /\{@/ },
  { kind: 'command', pattern: /(?<![\p{L}\p{N}@.])@[A-Za-z][\w-]*(?:\s*\{[^{}\n]*\})?/gu, sign: /@/ },
  {
    kind: 'identifier',
    pattern:
      /(?<![\p{L}\p{N}_$])(?:[A-Za-z_$][\w$]*(?:(?:\.|::|->)[A-Za-z_$][\w$]*){0,20}\(\)|[A-Za-z$][A-Za-z0-9$]*_[\w$]*|__?[A-Za-z]\w*|[a-z][a-z0-9]*[A-Z][\w$]*|[A-Za-z_]\w*(?:::\w+)+|[a-z_]\w+(?:\.[a-z_]\w+)+)(?![\p{L}\p{N}_$])/gu,
    sign: /[_(.:]|[a-z0-9$][A-Z]/,
  },
];
