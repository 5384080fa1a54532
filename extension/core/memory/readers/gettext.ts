import { gettextEntries } from '../../text/gettextEntries.js';
import { MemoryError } from '../memoryError.js';
import { primaryLanguage, type TranslationUnit } from '../translationUnit.js';
import { unescaped } from './unescaped.js';

const fuzzy = /(?:^|[\s,])fuzzy(?:$|[\s,])/u;

/**
 * Reads the translations of a gettext catalogue that are not marked as fuzzy. Messages are English unless the header
 * says otherwise (`X-Source-Language`).
 * @param name what messages call the file
 * @throws MemoryError if the catalogue does not say its language
 */
export function readGettext(source: string, name: string): TranslationUnit[] {
  const entries = gettextEntries(source);
  const header = entries.find(({ identifier }) => identifier?.content === '');
  const fields = unescaped(header?.translations[0]?.string.content ?? '');
  const target = primaryLanguage(/^Language:\s*(\S+)/mu.exec(fields)?.[1] ?? '');
  const from = primaryLanguage(/^X-Source-Language:\s*(\S+)/mu.exec(fields)?.[1] ?? 'en');
  if (target === '') {
    throw new MemoryError(name, 1, 'The catalogue does not say its language (“Language:” in its header).');
  }
  return entries.flatMap(({ identifier, flags, translations }): TranslationUnit[] => {
    const message = unescaped(identifier?.content ?? '');
    const translation = unescaped(translations[0]?.string.content ?? '');
    const isFuzzy = flags !== undefined && fuzzy.test(source.slice(flags.start, flags.end));
    if (message.trim() === '' || translation.trim() === '' || isFuzzy || from === target) return [];
    return [
      {
        texts: new Map([
          [from, message],
          [target, translation],
        ]),
      },
    ];
  });
}
