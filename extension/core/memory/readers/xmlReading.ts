import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { MemoryError } from '../memoryError.js';

/** An element as it opens. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface XmlVisitor {
  opened(element: XmlElement): void;
  text(words: string): void;
  closed(name: string): void;
}

/**
 * Reads well-formed XML. A document type that declares anything is refused: entities of one's own can make a small file
 * grow beyond all bounds, or name other files.
 * @param name what messages call the file
 * @returns a function that makes an error about the place being read
 * @throws MemoryError with the line
 */
export function readXml(
  source: string,
  name: string,
  visitorOf: (refuse: (message: string, ...values: readonly string[]) => MemoryError) => XmlVisitor,
): void {
  const parser = new SaxesParser();
  const refuse = (message: string, ...values: readonly string[]): MemoryError =>
    new MemoryError(name, parser.line, message, values);
  const visitor = visitorOf(refuse);
  parser.on('error', (error) => {
    throw refuse('The file is damaged: {0}', error.message.replace(/^\d+:\d+: /u, ''));
  });
  parser.on('doctype', (doctype) => {
    if (doctype.includes('[')) {
      throw refuse('The document type declares entities or elements of its own, which may do harm.');
    }
  });
  parser.on('opentag', ({ name: element, attributes }: SaxesTagPlain) => {
    visitor.opened({ name: element, attributes });
  });
  parser.on('text', (words) => visitor.text(words));
  parser.on('cdata', (words) => visitor.text(words));
  parser.on('closetag', ({ name: element }) => visitor.closed(element));
  parser.write(source.replace(/^\ufeff/u, '')).close();
}
