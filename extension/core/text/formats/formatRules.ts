import { commonRules, placeholderRules, technicalRules, type InlineRule } from '../inlineSpans.js';
import type { ProtectedSpan } from '../protectedSpan.js';

/** How the protected spans of a format are found. */
export interface FormatRules {
  /** Finds the format's own syntax; spans may overlap and be in any order. Absent for plain text. */
  readonly parse?: (text: string) => ProtectedSpan[];
  /** Patterns for what the parser left over. */
  readonly rules: readonly InlineRule[];
}

const plain: FormatRules = { rules: [...commonRules, ...placeholderRules, ...technicalRules] };

/** The rules for a VS Code language identifier; those of plain text if it is not known. */
export function formatRules(_format: string): FormatRules {
  return plain;
}
