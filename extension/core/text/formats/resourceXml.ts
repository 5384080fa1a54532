import { Parser } from 'htmlparser2';
import { decodeXML, decodeHTML } from 'entities';
import type { Delimiter, ProtectedSpan } from '../protectedSpan.js';
import { isTechnicalValue } from '../technicalValue.js';
import { stringEscapes } from './stringEscapes.js';

const entity = /&(?:[A-Za-z][A-Za-z0-9]{1,31}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});/g;

/**
 * The entities in character data, each with the character that it stands for.
 * @param named whether those of HTML are known, and not only the five of XML
 */
export function* entitySpans(text: string, offset: number, named: boolean): Generator<ProtectedSpan> {
  for (const { 0: match, index } of text.matchAll(entity)) {
    const start = offset + index;
    const decoded = named ? decodeHTML(match) : decodeXML(match);
    const span: ProtectedSpan = { start, end: start + match.length, kind: 'entity' };
    yield decoded === match ? span : { ...span, decoded };
  }
}

/** A kind of XML file that holds texts for people in certain elements only. */
interface Vocabulary {
  /** Whether a text, perhaps a part of a file, is of this kind. */
  readonly detect: RegExp;
  /** Whether the content of an element is a text for people. */
  isText(
    name: string,
    attributes: Readonly<Record<string, string>>,
    parents: readonly Element[],
    /** Content of the last `key` element. */
    key: string,
  ): boolean;
  /** Elements in a text whose content is code. */
  readonly opaque: ReadonlySet<string>;
  /** Whether a backslash escapes, as in Android. */
  readonly hasBackslashes?: true;
  readonly delimiter: Delimiter;
}

/** Names of what is for programs in the dictionaries of Apple's `.stringsdict`. */
const specification = /^NSString(?:FormatSpecType|FormatValueType|LocalizedFormat)Key$/;

const appleDictionary: Vocabulary = {
  detect: /<!DOCTYPE plist|<plist[\s>]/,
  isText: (name, _, parents, key) =>
    name === 'string' && !specification.test(key) && parents.some((parent) => parent.name === 'dict'),
  opaque: new Set(),
  delimiter: '<',
};

/** Catalogues of Qt: translations where there are any, else the source texts. */
const qtLinguist = (text: string): Vocabulary => {
  const wanted = /<translation[^>]*>[^<]/.test(text) ? 'translation' : 'source';
  return {
    detect: /<!DOCTYPE TS>|<TS[\s>]/,
    isText: (name, _, parents) =>
      name === wanted || (name === 'numerusform' && parents.at(-1)?.name === wanted),
    opaque: new Set(['byte']),
    delimiter: '<',
  };
};

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

const isTranslatable = ({ attributes }: Element): boolean =>
  attributes['translatable'] !== 'false' && attributes['translate'] !== 'no';

const android: Vocabulary = {
  detect: /<resources[\s>]|<(?:string|string-array|plurals)\s+name=/,
  isText: (name, _, parents) =>
    name === 'string' || (name === 'item' && /^(?:string-array|plurals)$/.test(parents.at(-1)?.name ?? '')),
  opaque: new Set(['xliff:g']),
  hasBackslashes: true,
  delimiter: "\\'",
};

const resx: Vocabulary = {
  detect: /<resheader\s|<data\s+name="[^"]*"[^>]*>\s*<value>/,
  isText: (name, _, parents) => {
    const { name: parent, attributes } = parents.at(-1) ?? { name: '', attributes: {} };
    return name === 'value' && parent === 'data' && !('type' in attributes) && !('mimetype' in attributes);
  },
  opaque: new Set(),
  delimiter: '<',
};

/** Translations where there are any, else the source texts. */
const xliff = (text: string): Vocabulary => ({
  detect: /<xliff[\s>]|<trans-unit[\s>]|<segment[\s>]/,
  isText: (name) => name === (/<target[\s>]/.test(text) ? 'target' : 'source'),
  opaque: new Set(['bpt', 'ept', 'it', 'ph', 'bx', 'ex', 'x', 'sc', 'ec', 'cp']),
  delimiter: '<',
});

/** `@string/name` and `?attr/name` of Android, and other values for programs. */
const isReference = (text: string): boolean => text.trim() !== '' && isTechnicalValue(text.trim());

class ResourceSpans {
  public readonly spans: ProtectedSpan[] = [];
  private readonly open: Element[] = [];
  /** Number of open elements at which the text began; undefined outside of texts. */
  private textDepth: number | undefined;
  private opaque: { readonly depth: number; readonly start: number } | undefined;
  private position = 0;

  private key = '';

  public constructor(
    private readonly text: string,
    private readonly vocabulary: Vocabulary,
  ) {}

  public opened(element: Element, start: number, end: number): void {
    const { name, attributes } = element;
    const depth = this.open.length;
    if (this.textDepth === undefined) {
      const parents = this.open;
      if (
        this.vocabulary.isText(name, attributes, parents, this.key) &&
        [...parents, element].every(isTranslatable)
      ) {
        this.separate(end);
        this.textDepth = depth;
      }
    } else if (this.opaque === undefined) {
      if (this.vocabulary.opaque.has(name) || !isTranslatable(element)) {
        this.opaque = { depth, start };
      } else {
        this.spans.push({ start, end, kind: 'tag', pair: 'open' });
      }
    }
    this.open.push(element);
  }

  public closed(start: number, end: number): void {
    this.open.pop();
    const depth = this.open.length;
    if (depth === this.textDepth) {
      this.textDepth = undefined;
      const from = this.position;
      this.position = Math.min(start, end);
      if (isReference(this.text.slice(from, this.position))) this.position = from;
    } else if (this.opaque?.depth === depth) {
      this.spans.push({ start: this.opaque.start, end, kind: 'code' });
      this.opaque = undefined;
    } else if (this.textDepth !== undefined && this.opaque === undefined && end > start) {
      this.spans.push({ start, end, kind: 'tag', pair: 'close' });
    }
  }

  /** Character data; what stands between keys names what follows. */
  public characters(start: number, end: number): void {
    const { hasBackslashes, delimiter } = this.vocabulary;
    const text = this.text.slice(start, end);
    if (this.open.at(-1)?.name === 'key') this.key = text;
    if (this.textDepth === undefined || this.opaque !== undefined) return;
    this.spans.push(...entitySpans(text, start, false));
    if (hasBackslashes) this.spans.push(...stringEscapes(text, start, delimiter));
  }

  /** What stands in a text but is none, like the marks of a CDATA section. */
  public mark(start: number, end: number, delimiter: Delimiter | undefined): void {
    if (this.textDepth !== undefined) {
      this.spans.push({ start, end, kind: 'comment', separates: true, ...(delimiter && { delimiter }) });
    }
  }

  public separate(end: number): void {
    const { delimiter } = this.vocabulary;
    this.spans.push({ start: this.position, end, kind: 'syntax', separates: true, delimiter });
    this.position = end;
  }

  public finish(length: number): void {
    if (this.textDepth === undefined) {
      this.separate(length);
    }
  }
}

/**
 * The syntax of XML files with texts in them: Android resources, .resx, XLIFF.
 * @returns undefined if the text is none of these
 */
export function parseResourceXml(text: string): ProtectedSpan[] | undefined {
  const vocabulary = [android, xliff(text), resx, appleDictionary, qtLinguist(text)].find(({ detect }) =>
    detect.test(text),
  );
  if (vocabulary === undefined) {
    return undefined;
  }
  const visitor = new ResourceSpans(text, vocabulary);
  const parser: Parser = new Parser(
    {
      onopentag: (name, attributes) => {
        visitor.opened({ name, attributes }, parser.startIndex, parser.endIndex + 1);
      },
      onclosetag: (_, isImplied) => {
        const end = parser.endIndex + 1;
        visitor.closed(isImplied ? end : parser.startIndex, end);
      },
      ontext: () => {
        visitor.characters(parser.startIndex, parser.endIndex + 1);
      },
      oncomment: () => {
        visitor.mark(parser.startIndex, parser.endIndex + 1, vocabulary.delimiter);
      },
      oncdatastart: () => {
        visitor.mark(parser.startIndex, parser.startIndex + '<![CDATA['.length, undefined);
      },
      oncdataend: () => {
        visitor.mark(parser.endIndex - 2, parser.endIndex + 1, vocabulary.delimiter);
      },
    },
    { xmlMode: true, decodeEntities: false },
  );
  parser.end(text);
  visitor.finish(text.length);
  return visitor.spans;
}
