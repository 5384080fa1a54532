import { primaryLanguage, type TranslationUnit } from '../translationUnit.js';
import { readXml } from './xmlReading.js';

/** What a translation consists of: `trans-unit` in XLIFF 1, `segment` in XLIFF 2. */
const units: ReadonlySet<string> = new Set(['trans-unit', 'segment']);
/** Suggestions and notes, whose sources and targets are not the document's. */
const aside: ReadonlySet<string> = new Set(['alt-trans', 'mtc:matches', 'matches', 'note', 'notes']);
/** Translations that nobody has looked at. */
const unfinished = /^(?:new|needs-|initial$)/u;

/**
 * Reads the finished translations of an XLIFF file (OASIS XLIFF 1.2, 2.0 and 2.1). Units with inline elements are left
 * out: their texts do not say where the elements belong in a document.
 * @param name what messages call the file
 * @throws MemoryError with the line of what is not well-formed, harmful, or no XLIFF
 */
export function readXliff(source: string, name: string): TranslationUnit[] {
  const found: TranslationUnit[] = [];
  readXml(source, name, (refuse) => {
    const open: string[] = [];
    const languages = { source: '', target: '' };
    let texts: { source?: string; target?: string } = {};
    let part: 'source' | 'target' | undefined;
    let usable = true;
    return {
      opened({ name: element, attributes }) {
        if (open.length === 0 && element !== 'xliff') {
          throw refuse('The root element is <{0}>; an XLIFF file has <xliff>.', element);
        }
        languages.source = attributes['source-language'] ?? attributes['srcLang'] ?? languages.source;
        languages.target = attributes['target-language'] ?? attributes['trgLang'] ?? languages.target;
        if (part) usable = false;
        if (units.has(element)) {
          texts = {};
          usable = !unfinished.test(attributes['state'] ?? '');
        }
        if ((element === 'source' || element === 'target') && !open.some((parent) => aside.has(parent))) {
          part = element;
          texts[element] = '';
          if (unfinished.test(attributes['state'] ?? '')) usable = false;
        }
        open.push(element);
      },
      text(words) {
        if (part) texts[part] += words;
      },
      closed(element) {
        open.pop();
        if (element === part) part = undefined;
        if (!units.has(element) || !usable) return;
        const { source: original = '', target = '' } = texts;
        const from = primaryLanguage(languages.source);
        const to = primaryLanguage(languages.target);
        if (original.trim() === '' || target.trim() === '' || from === '' || to === '' || from === to) return;
        found.push({
          texts: new Map([
            [from, original],
            [to, target],
          ]),
        });
      },
    };
  });
  return found;
}
