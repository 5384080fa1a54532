import { fillGettext } from './gettextFill.js';
import type { PreparedText } from './replaceParts.js';
import { fillXliff, xliffTargets } from './xliffFill.js';

export interface PrepareOptions {
  /** Language code of the translation; absent where the text is rewritten in its own language. */
  readonly target?: string | undefined;
  /** Whether filled entries of a catalogue are marked as needing review. */
  readonly fuzzy: boolean;
}

/**
 * Makes a file ready. In catalogues of translations (gettext, XLIFF) the empty ones are filled with their source
 * texts and only these are worked on: sources, and what people have translated already, stay as they are.
 */
export function prepareText(text: string, format: string, { target, fuzzy }: PrepareOptions): PreparedText {
  const plain: PreparedText = { text, originOf: (offset) => offset };
  if (format === 'xliff') {
    return target === undefined ? { ...plain, within: xliffTargets(text) } : fillXliff(text, target, fuzzy);
  }
  return format === 'po' && target !== undefined ? fillGettext(text, target, fuzzy) : plain;
}
