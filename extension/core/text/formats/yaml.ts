import { CST, Parser } from 'yaml';
import type { Delimiter, ProtectedSpan } from '../protectedSpan.js';
import { isTextScalar } from '../plainScalar.js';
import { isTechnicalValue } from '../technicalValue.js';
import { yamlVocabularyOf, type YamlVocabulary } from './yamlVocabularies.js';
import { doubledQuotes, doubleQuotedEscapes } from './stringEscapes.js';

/** A tag that says that a scalar is a number, bytes, or something of the application's own. */
function isForeignTag({ type, source }: CST.SourceToken): boolean {
  return type === 'tag' && !/^!(?:!str)?$/.test(source);
}

interface Prose {
  readonly start: number;
  readonly end: number;
  readonly delimiter?: Delimiter;
}

function proseOf(scalar: CST.FlowScalar | CST.BlockScalar): Prose | undefined {
  if (scalar.type === 'block-scalar') {
    const header = scalar.props.reduce(
      (length, part) => length + ('source' in part ? part.source.length : 0),
      0,
    );
    const start = scalar.offset + header;
    return { start, end: start + scalar.source.length };
  }
  const { offset, source } = scalar;
  if (scalar.type === 'double-quoted-scalar' || scalar.type === 'single-quoted-scalar') {
    const delimiter = scalar.type === 'double-quoted-scalar' ? '"' : "''";
    const closed = source.length > 1 && source.endsWith(source.charAt(0));
    return { start: offset + 1, end: offset + source.length - (closed ? 1 : 0), delimiter };
  }
  return scalar.type === 'scalar' && isTextScalar(source)
    ? { start: offset, end: offset + source.length, delimiter: ':' }
    : undefined;
}

/** Collections in one another deeper than this are no texts for people. */
const deepest = 200;

/** An item of a collection, or a document. */
type Item = Pick<CST.CollectionItem, 'start' | 'key' | 'sep' | 'value'>;

interface Place {
  readonly isKey: boolean;
  readonly depth: number;
  /** The innermost key whose value this is in. */
  readonly key: string;
}

function keyText(key: Item['key']): string | undefined {
  return key && 'source' in key ? key.source.replace(/^(["'])(.*)\1$/, '$2') : undefined;
}

/** Walks the texts of a document in order. */
class ProseFinder {
  /** @param isText whether the value of a key may be a text for people */
  public constructor(private readonly isText: YamlVocabulary | undefined) {}

  /** @throws RangeError where they are nested absurdly deep */
  public *in({ start, key, sep, value }: Item, place: Place): Generator<Prose> {
    if (place.depth > deepest) {
      throw new RangeError('YAML nested too deep.');
    }
    const inner = { ...place, depth: place.depth + 1, key: keyText(key) ?? place.key };
    if (key && 'items' in key) {
      for (const item of key.items) yield* this.in(item, { ...inner, isKey: true });
    }
    if (value && 'items' in value) {
      for (const item of value.items) yield* this.in(item, inner);
    } else if (value && CST.isScalar(value) && value.type !== 'alias') {
      const isText =
        !place.isKey &&
        this.isText?.(inner.key) !== false &&
        !('source' in value && isTechnicalValue(value.source)) &&
        !(sep ?? start).some(isForeignTag);
      const prose = isText ? proseOf(value) : undefined;
      if (prose !== undefined) yield prose;
    }
  }
}

/** More brackets open than this at once, and the parser is not asked: it looks at all of them for each one. */
function checkFlowDepth(text: string): void {
  let depth = 0;
  for (const { 0: bracket } of text.matchAll(/[[\]{}]/g)) {
    depth = bracket === '[' || bracket === '{' ? depth + 1 : Math.max(0, depth - 1);
    if (depth > 10 * deepest) throw new RangeError('YAML nested too deep.');
  }
}

/** Keys of the mapping at the top of a document. */
function topKeys({ value }: CST.Document): string[] {
  return value && 'items' in value
    ? value.items.flatMap((item) => ('key' in item ? (keyText(item.key) ?? []) : []))
    : [];
}

/** The texts in a YAML stream: values and list items, not keys. */
function proseRanges(text: string): Prose[] {
  checkFlowDepth(text);
  const documents = [...new Parser().parse(text)].filter((token) => token.type === 'document');
  const finder = new ProseFinder(yamlVocabularyOf(text, new Set(documents.flatMap(topKeys))));
  return documents.flatMap(({ start, value }) => [
    ...finder.in({ start, ...(value && { value }) }, { isKey: false, depth: 0, key: '' }),
  ]);
}

/** Syntax between texts, without the comments in it: those are prose behind their marker. */
function* withoutComments(syntax: string, offset: number, delimiter?: Delimiter): Generator<ProtectedSpan> {
  let position = offset;
  for (const { 0: match, index } of syntax.matchAll(/(?<=^|\s)#+!?[^\S\r\n]*(?=[^\r\n])[^\r\n]*/g)) {
    const marker = /^#+!?\s*/.exec(match)?.[0].length ?? 0;
    yield { start: position, end: offset + index + marker, kind: 'syntax', separates: true };
    position = offset + index + match.length;
  }
  const end = offset + syntax.length;
  yield { start: position, end, kind: 'syntax', separates: true, ...(delimiter && { delimiter }) };
}

/** The syntax of YAML: keys, markers, anchors, quotes; what is left are the comments and the values that are text. */
export function parseYaml(text: string): ProtectedSpan[] {
  const spans: ProtectedSpan[] = [];
  let position = 0;
  for (const { start, end, delimiter } of proseRanges(text)) {
    spans.push(...withoutComments(text.slice(position, start), position, delimiter));
    if (delimiter === '"') {
      spans.push(...doubleQuotedEscapes(text.slice(start, end), start));
    } else if (delimiter === "''") {
      spans.push(...doubledQuotes(text.slice(start, end), start));
    }
    position = end;
  }
  spans.push(...withoutComments(text.slice(position), position));
  return spans;
}
