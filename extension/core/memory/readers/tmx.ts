import { type TranslationUnit, primaryLanguage } from '../translationUnit.js';
import { readXml } from './xmlReading.js';

/**
 * Reads a TMX file (Translation Memory eXchange 1.1 to 1.4b, which LISA OSCAR published). What inline elements such as
 * `<ph>` hold is the code of the document, so it stays in the text.
 * @param name what messages call the file
 * @throws MemoryError with the line of what is not well-formed, harmful, or no TMX
 */
export function readTmx(source: string, name: string): TranslationUnit[] {
  const units: TranslationUnit[] = [];
  readXml(source, name, (refuse) => {
    const open: string[] = [];
    let texts = new Map<string, string>();
    let language = '';
    let segment: string | undefined;
    return {
      opened({ name: element, attributes }) {
        if (open.length === 0 && element !== 'tmx') {
          throw refuse('The root element is <{0}>; a TMX file has <tmx>.', element);
        }
        open.push(element);
        if (element === 'tu') texts = new Map();
        if (element === 'tuv') {
          const tag = attributes['xml:lang'] ?? attributes['lang'] ?? '';
          language = primaryLanguage(tag);
          if (language === '') throw refuse('<{0}> does not say its language (xml:lang).', element);
        }
        if (element === 'seg') segment = '';
      },
      text(words) {
        if (segment !== undefined) segment += words;
      },
      closed(element) {
        open.pop();
        if (element === 'seg' && segment !== undefined) {
          // Of several variants of one language the first counts.
          if (!texts.has(language) && segment.trim() !== '') texts.set(language, segment);
          segment = undefined;
        }
        if (element === 'tu' && texts.size > 1) units.push({ texts });
      },
    };
  });
  return units;
}
