const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/** Elements inside a sentence; all others, also unknown ones with a hyphen or capital, stand between sentences. */
const inline = words(
  'a abbr acronym b bdi bdo big cite data del dfn em font g i img input ins label link mark meter nobr q rb rp rt ruby s slot small span strike strong sub sup time trans u wbr x',
);
/** Elements inside a sentence whose content is no prose. */
const inlineCode = words('code kbd samp tt var');
const blockCode = words('math pre script style svg');
const empty = words('img input link wbr br hr');

/** Whether an element is a part of its sentence. */
export function isInlineElement(name: string): boolean {
  return inline.has(name) || inlineCode.has(name);
}

/** Whether an element's content is no prose. */
export function isOpaqueElement(name: string): boolean {
  return inlineCode.has(name) || blockCode.has(name);
}

/** Whether an element has no content and no closing tag. */
export function isVoidElement(name: string): boolean {
  return empty.has(name);
}
