import type { OffsetRange } from '../offsetRange.js';
import type { Delimiter } from '../protectedSpan.js';

/** Attributes that people read or hear, in whatever element. */
const texts: ReadonlySet<string> = new Set([
  'alt',
  'aria-description',
  'aria-label',
  'aria-placeholder',
  'aria-roledescription',
  'aria-valuetext',
  'placeholder',
  'title',
]);
const labelled: ReadonlySet<string> = new Set(['optgroup', 'option', 'track']);
const described = /^(?:description|abstract|(?:og|twitter):(?:title|description|site_name|image:alt))$/i;
const attribute = /\s([^\s"'<>/=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/** The value of an attribute that is a text, within its quotes. */
export interface AttributeText extends OffsetRange {
  readonly delimiter: Delimiter;
}

function isText(element: string, name: string, attributes: Readonly<Record<string, string>>): boolean {
  if (texts.has(name)) return !(name === 'title' && (element === 'link' || element === 'style'));
  if (name === 'label') return labelled.has(element);
  if (name === 'value')
    return element === 'input' && /^(?:submit|button|reset)$/i.test(attributes['type'] ?? '');
  return (
    name === 'content' &&
    element === 'meta' &&
    described.test(attributes['name'] ?? attributes['property'] ?? attributes['itemprop'] ?? '')
  );
}

/**
 * The texts in the attributes of a tag, in order.
 * @param tag as it is written
 * @param start its offset
 */
export function attributeTexts(
  tag: string,
  start: number,
  element: string,
  attributes: Readonly<Record<string, string>>,
): AttributeText[] {
  const found: AttributeText[] = [];
  for (const { 0: whole, 1: name = '', 2: double, 3: single, index } of tag.matchAll(attribute)) {
    const value = double ?? single ?? '';
    if (!isText(element, name.toLowerCase(), attributes) || !/\p{L}/u.test(value)) continue;
    const end = start + index + whole.length - 1;
    found.push({ start: end - value.length, end, delimiter: double === undefined ? "&'" : '&"' });
  }
  return found;
}
