import { parseDocument } from 'yaml';
import { MemoryError } from '../memoryError.js';
import { unescaped } from './unescaped.js';
import { readXml } from './xmlReading.js';

/** Texts of a resource file by their keys. */
export type ResourceTexts = ReadonlyMap<string, string>;

/**
 * Reads the texts of a resource file in one language: JSON, ARB, YAML, `.properties`, Apple `.strings`, Android
 * `strings.xml`, .NET `.resx`.
 * @param name of the file; its extension says what it is, and messages call the file by it
 * @throws MemoryError with the line of what is damaged
 */
export function readResourceTexts(source: string, name: string): ResourceTexts {
  switch (/[^.]*$/.exec(name)?.[0].toLowerCase()) {
    case 'json':
    case 'arb':
      return jsonTexts(source, name);
    case 'yaml':
    case 'yml':
      return yamlTexts(source, name);
    case 'properties':
      return propertiesTexts(source);
    case 'strings':
      return appleTexts(source);
    default:
      return xmlTexts(source, name);
  }
}

/** JSON is YAML too, whose parser is slower but says where a mistake is. */
function jsonTexts(source: string, name: string): ResourceTexts {
  let value: unknown;
  try {
    value = JSON.parse(source.replace(/^\ufeff/u, ''));
  } catch {
    return yamlTexts(source, name);
  }
  const texts = new Map<string, string>();
  collectValues(value, '', texts);
  return texts;
}

function collectValues(value: unknown, path: string, texts: Map<string, string>): void {
  if (typeof value === 'string') texts.set(path, value);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, own] of Object.entries(value)) {
    // In an ARB file, what stands behind an @ is about a text.
    if (!key.startsWith('@')) collectValues(own, `${path}/${key}`, texts);
  }
}

function yamlTexts(source: string, name: string): ResourceTexts {
  const document = parseDocument(source.replace(/^\ufeff/u, ''), { uniqueKeys: false });
  const [mistake] = document.errors;
  if (mistake) {
    const line = mistake.linePos?.[0].line ?? 1;
    throw new MemoryError(name, line, 'The file is damaged: {0}', [mistake.message.split('\n')[0] ?? '']);
  }
  const texts = new Map<string, string>();
  collectValues(document.toJS({ maxAliasCount: 100 }), '', texts);
  return texts;
}

const property = /^[ \t\f]*((?:\\[^]|[^\\\s=:])+)[ \t\f]*[=:]?[ \t\f]*([^]*)$/u;

function propertiesTexts(source: string): ResourceTexts {
  const texts = new Map<string, string>();
  const logical = source
    .replace(/^\ufeff/u, '')
    .replace(/(^|[^\\])((?:\\\\)*)\\(?:\r\n|\r|\n)[ \t\f]*/gu, '$1$2');
  for (const line of logical.split(/\r\n|\r|\n/u)) {
    if (/^[ \t\f]*(?:[#!]|$)/u.test(line)) continue;
    const [, key, value] = property.exec(line) ?? [];
    if (key !== undefined && value !== undefined) texts.set(unescaped(key), unescaped(value));
  }
  return texts;
}

const appleEntry = /\/\*[^]*?(?:\*\/|$)|\/\/[^\r\n]*|"((?:[^"\\]|\\[^])*)"\s*=\s*"((?:[^"\\]|\\[^])*)"\s*;/gu;

function appleTexts(source: string): ResourceTexts {
  const texts = new Map<string, string>();
  for (const [, key, value] of source.matchAll(appleEntry)) {
    if (key !== undefined && value !== undefined) texts.set(unescaped(key), unescaped(value));
  }
  return texts;
}

/** Android: `<string name="…">` and items of arrays and plurals; .NET: `<data name="…"><value>`. */
function xmlTexts(source: string, name: string): ResourceTexts {
  const texts = new Map<string, string>();
  readXml(source, name, () => {
    const open: { readonly element: string; readonly key: string; readonly isText: boolean }[] = [];
    let items = 0;
    let words = '';
    return {
      opened({ name: element, attributes }) {
        const parent = open.at(-1);
        const key = attributes['name'] ?? parent?.key ?? '';
        const isItem = element === 'item' && parent !== undefined;
        const isValue = element === 'value' && parent?.element === 'data';
        const isText = element === 'string' || isItem || isValue;
        if (isText) words = '';
        const quantity = attributes['quantity'] ?? String(items++);
        open.push({ element, key: isItem ? `${key}/${quantity}` : key, isText });
        if (element === 'string-array' || element === 'plurals') items = 0;
      },
      text(more) {
        words += more;
      },
      closed() {
        const closed = open.pop();
        if (closed?.isText !== true) return;
        const isAndroid = closed.element !== 'value';
        const text = isAndroid ? unescaped(words.trim().replace(/^"([^]*)"$/u, '$1')) : words;
        texts.set(closed.key, text);
        words = '';
      },
    };
  });
  return texts;
}
