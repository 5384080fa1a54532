import { displayWidth } from '../text/displayWidth.js';

/** A change as the layout of its chip sees it. */
export interface ChipPlace {
  /** Line that the change starts on. */
  readonly line: number;
  readonly originalText: string;
}

/** Longest chip, and the most that chips may take of one line: columns of a fixed-width font. */
const longest = 24;
const perLine = 40;
/** VS Code makes a style sheet rule for every chip. */
const perDocument = 300;

/**
 * What an old text looks like as a chip; undefined if it is too long for one or has line breaks. White space is made to
 * show, as otherwise it would collapse, and what could disturb the text around it is left out.
 */
export function chipText(originalText: string): string | undefined {
  if (originalText.trim() === '' || /[\r\n\u2028\u2029]/.test(originalText)) {
    return undefined;
  }
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  const visible = originalText.replace(/[\u0000-\u0008\u000b-\u001f\u202a-\u202e\u2066-\u2069]/g, '');
  const text = visible.trim().replace(/\s/g, '\u00a0');
  return displayWidth(text) <= longest ? text : undefined;
}

/**
 * The chips of a document's changes, one for each change in order; undefined where the old text stays in the hover.
 * A line shows all of its chips or none: one that says only half of what was there would mislead.
 */
export function layOutChips(changes: readonly ChipPlace[]): (string | undefined)[] {
  // Blanks that were removed have nothing to show; they do not make the rest of the line hard to read.
  const texts = changes.map(({ originalText }) =>
    /^[^\S\r\n]*$/.test(originalText) ? '' : chipText(originalText),
  );
  const crowded = new Set<number>();
  const widths = new Map<number, number>();
  changes.forEach(({ line }, index) => {
    const text = texts[index];
    const width = (widths.get(line) ?? 0) + (text === undefined ? 0 : displayWidth(text));
    widths.set(line, width);
    if (text === undefined || width > perLine) {
      crowded.add(line);
    }
  });
  let count = 0;
  return changes.map(({ line }, index) => {
    const text = texts[index];
    const fits = text !== undefined && text !== '' && !crowded.has(line) && count < perDocument;
    count += fits ? 1 : 0;
    return fits ? text : undefined;
  });
}
