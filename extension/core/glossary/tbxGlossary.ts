import { Parser } from 'htmlparser2';

import type { GlossaryEntry } from './glossaryEntry.js';
import { GlossaryError } from './glossaryError.js';
import { mostLanguages } from './glossaryLimits.js';

interface TbxTerm {
  readonly language: string;
  words: string;
  status: string;
}

const roots = new Set(['martif', 'tbx']);
const conceptElements = new Set(['termEntry', 'conceptEntry']);
const languageElements = new Set(['langSet', 'langSec']);
const termElements = new Set(['tig', 'ntig', 'termSec']);

/**
 * Reads a TBX glossary (ISO 30042, both the 2008 and the 2019 vocabulary of elements). In every concept each term of one
 * language is translated by the preferred term of another, else by its first that is not deprecated.
 * @param name what messages call the file
 * @throws InterlinearError `invalidArgument` with file and line
 */
export function tbxGlossary(text: string, name: string): GlossaryEntry[] {
  const reader = new TbxReader(text, name);
  return reader.read();
}

class TbxReader {
  private readonly entries: GlossaryEntry[] = [];
  private readonly open: string[] = [];
  private terms: TbxTerm[] = [];
  private language = '';
  private current: TbxTerm | undefined;
  private noteType = '';

  private readonly parser = new Parser(
    {
      onopentag: (element, attributes) => {
        this.opened(element, attributes);
      },
      ontext: (words) => {
        this.text(words);
      },
      onclosetag: (element, implied) => {
        if (implied) throw this.error('The element <{0}> is not closed.', element);
        this.closed(element);
      },
    },
    { xmlMode: true },
  );

  public constructor(
    private readonly source: string,
    private readonly name: string,
  ) {}

  public read(): GlossaryEntry[] {
    this.parser.end(this.source.replace(/^\ufeff/u, ''));
    return this.entries;
  }

  private opened(element: string, attributes: Readonly<Record<string, string>>): void {
    if (this.open.length === 0 && !roots.has(element)) {
      throw this.error('The root element is <{0}>; a TBX file has <tbx> or <martif>.', element);
    }
    this.open.push(element);
    if (conceptElements.has(element)) this.terms = [];
    if (languageElements.has(element)) {
      this.language = attributes['xml:lang'] ?? attributes['lang'] ?? '';
      if (this.language === '') throw this.error('<{0}> does not say its language (xml:lang).', element);
    }
    if (termElements.has(element)) {
      this.current = { language: this.language, words: '', status: '' };
    }
    if (element === 'termNote') this.noteType = attributes['type'] ?? '';
  }

  private text(words: string): void {
    const element = this.open.at(-1);
    if (!this.current) return;
    if (element === 'term') this.current.words += words;
    if (element === 'termNote' && this.noteType === 'administrativeStatus') this.current.status += words;
  }

  private closed(element: string): void {
    this.open.pop();
    if (termElements.has(element) && this.current) {
      const words = this.current.words.trim().replaceAll(/\s+/gu, ' ');
      if (words === '') throw this.error('The term is empty.');
      this.terms.push({ ...this.current, words });
      this.current = undefined;
    }
    if (conceptElements.has(element)) {
      // Not with a spread: a concept may have more terms than a call may have arguments.
      for (const entry of this.translations()) this.entries.push(entry);
    }
  }

  private *translations(): Generator<GlossaryEntry> {
    const preferred = preferredTerms(this.terms);
    if (preferred.size > mostLanguages) {
      throw this.error(
        'A concept has terms in {0} languages; {1} is the most.',
        preferred.size,
        mostLanguages,
      );
    }
    for (const { words, language: sourceLanguage } of this.terms) {
      for (const [targetLanguage, target] of preferred) {
        if (targetLanguage !== sourceLanguage)
          yield { source: words, target, sourceLanguage, targetLanguage };
      }
    }
  }

  private error(message: string, ...values: readonly (string | number)[]): GlossaryError {
    const before = this.source.slice(0, Math.max(0, this.parser.startIndex));
    return new GlossaryError(this.name, before.split('\n').length, message, values);
  }
}

/** By language the term that others are translated by; languages all of whose terms are deprecated have none. */
function preferredTerms(terms: readonly TbxTerm[]): ReadonlyMap<string, string> {
  const first = new Map<string, string>();
  const preferred = new Map<string, string>();
  for (const { language, words, status } of terms) {
    if (isDeprecated({ status })) continue;
    if (!first.has(language)) first.set(language, words);
    if (status.startsWith('preferred') && !preferred.has(language)) preferred.set(language, words);
  }
  return new Map([...first].map(([language, words]) => [language, preferred.get(language) ?? words]));
}

function isDeprecated({ status }: Pick<TbxTerm, 'status'>): boolean {
  return /^\s*(?:deprecated|superseded|obsolete)/u.test(status);
}
