import { csvGlossary } from './csvGlossary.js';
import type { GlossaryEntry } from './glossaryEntry.js';
import type { GlossaryError } from './glossaryError.js';
import { tbxGlossary } from './tbxGlossary.js';

/**
 * Reads a glossary: TBX if the text is XML, else CSV with commas, semicolons or tabs.
 * @param name what messages call the file
 * @param report told the mistakes of single lines of CSV, which are left out then; otherwise the first is thrown
 * @throws InterlinearError `invalidArgument` with file and line
 */
export function readGlossary(
  text: string,
  name: string,
  report?: (mistake: GlossaryError) => void,
): GlossaryEntry[] {
  return /^\ufeff?\s*</u.test(text) ? tbxGlossary(text, name) : csvGlossary(text, name, report);
}
