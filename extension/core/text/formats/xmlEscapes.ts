import { decodeXML, decodeHTML } from 'entities';
import type { ProtectedSpan } from '../protectedSpan.js';

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
