import { Parser } from 'htmlparser2';
import type { OffsetRange } from '../../core/text/offsetRange.js';
import { replaceParts, type PreparedText, type Replacement } from './replaceParts.js';

interface Element extends OffsetRange {
  /** Of what is between its tags. */
  content: OffsetRange;
  end: number;
}

interface Unit {
  source?: Element;
  target?: Element;
}

/** What a translation consists of: `trans-unit` in XLIFF 1, `segment` in XLIFF 2. */
const units: ReadonlySet<string> = new Set(['trans-unit', 'segment']);
/** Suggestions and notes, whose sources and targets are not the document's. */
const aside: ReadonlySet<string> = new Set(['alt-trans', 'mtc:matches', 'matches', 'note', 'notes']);

interface Reading {
  readonly units: Unit[];
  readonly replacements: Replacement[];
}

/** Content of the translations that there are. */
export function xliffTargets(text: string): OffsetRange[] {
  return read(text, undefined).units.flatMap(({ target }) => (target ? [target.content] : []));
}

/**
 * An XLIFF document with its empty translations filled with the sources, ready to be translated. Translations that
 * are there stay, and so does what is marked `translate="no"`.
 * @param review whether the filled ones are marked for review, where the version has a way (XLIFF 1)
 */
export function fillXliff(text: string, language: string, review: boolean): PreparedText {
  const isSecond = /<xliff\b[^>]*\bversion\s*=\s*["']2/.test(text);
  const { units: found, replacements } = read(text, language);
  const state = review && !isSecond ? ' state="needs-review-translation"' : '';
  for (const { source, target } of found) {
    if (source === undefined) continue;
    const content = text.slice(source.content.start, source.content.end);
    const filled = `<target${state}>${content}</target>`;
    const origin = source.content.start;
    if (target === undefined) {
      const indentation = /(?:\r\n|\r|\n)?[ \t]*$/.exec(text.slice(0, source.start))?.[0] ?? '';
      replacements.push({ start: source.end, end: source.end, text: indentation + filled, origin });
    } else if (text.slice(target.content.start, target.content.end).trim() === '') {
      replacements.push({ start: target.start, end: target.end, text: filled, origin });
    }
  }
  return replaceParts(text, replacements);
}

function read(text: string, language: string | undefined): Reading {
  const reading: Reading = { units: [], replacements: [] };
  const refused: boolean[] = [];
  let asides = 0;
  let unit: Unit | undefined;
  let open: Element | undefined;
  const parser: Parser = new Parser(
    {
      onopentag: (name, attributes) => {
        const { startIndex: start } = parser;
        const end = parser.endIndex + 1;
        refused.push(
          attributes['translate'] === undefined ? refused.at(-1) === true : attributes['translate'] === 'no',
        );
        if (aside.has(name)) asides++;
        const wanted = name === 'file' ? 'target-language' : name === 'xliff' ? 'trgLang' : undefined;
        const has = wanted !== undefined && wanted in attributes;
        const isItsVersion = (wanted === 'trgLang') === /^2/.test(versionOf(text));
        if (language !== undefined && wanted !== undefined && !has && isItsVersion) {
          reading.replacements.push({ start: end - 1, end: end - 1, text: ` ${wanted}="${language}"` });
        }
        if (units.has(name) && refused.at(-1) === false) unit = {};
        if (unit && asides === 0 && (name === 'source' || name === 'target')) {
          open = { start, end, content: { start: end, end } };
          unit[name] = open;
        }
      },
      onclosetag: (name, implied) => {
        refused.pop();
        const end = parser.endIndex + 1;
        if (aside.has(name)) asides--;
        if (open && asides === 0 && (name === 'source' || name === 'target')) {
          open.end = end;
          open.content = { start: open.content.start, end: implied ? open.content.start : parser.startIndex };
          open = undefined;
        }
        if (unit && units.has(name)) {
          reading.units.push(unit);
          unit = undefined;
        }
      },
    },
    { xmlMode: true, recognizeSelfClosing: true, decodeEntities: false },
  );
  parser.end(text);
  return reading;
}

function versionOf(text: string): string {
  return /<xliff\b[^>]*\bversion\s*=\s*["']([^"']*)/.exec(text)?.[1] ?? '1.2';
}
