/** A line break inside a sentence. */
export interface LineBreak {
  /** Where the two lines meet, in offsets of the sentence's text. */
  readonly at: number;
  /** What joins them in the sentence's text: a space, or nothing. */
  readonly glue: '' | ' ';
  /** What stands in the document instead: white space, line end, indentation, markers. */
  readonly source: string;
}

/** How a paragraph of hard-wrapped lines is wrapped. All its sentences have the same object. */
export interface Wrapping {
  /** A line end with what begins the next line: indentation and markers. */
  readonly lineBreak: string;
  /** Columns of the longest line, from the line's start; infinite where lines are as long as their sentences. */
  readonly width: number;
  /** Column at which the paragraph's prose starts. */
  readonly column: number;
  /** Whether the space between two words stays when they are put on two lines, as in strings that are put together. */
  readonly keepsSpace: boolean;
  /** Whether every sentence starts on a line of its own. */
  readonly sentencePerLine: boolean;
}

/** A sentence with its line breaks joined, as far as this module needs it. */
export interface JoinedText {
  readonly text: string;
  /** Absent where the sentence is on one line. */
  readonly breaks?: readonly LineBreak[];
}

/** The sentence as it stands in the document, line breaks and markers included. */
export function sourceOf({ text, breaks = [] }: JoinedText): string {
  let source = '';
  let position = 0;
  for (const { at, glue, source: original } of breaks) {
    source += text.slice(position, at) + original;
    position = at + glue.length;
  }
  return source + text.slice(position);
}

/** The line breaks inside `[start, end)` of a sentence's text, not at its ends, in offsets from `start`. */
export function breaksWithin(breaks: readonly LineBreak[], start: number, end: number): LineBreak[] {
  return breaks
    .filter(({ at, glue }) => at > start && at + glue.length < end)
    .map((lineBreak) => ({ ...lineBreak, at: lineBreak.at - start }));
}
