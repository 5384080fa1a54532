/** Sections of docstrings after Google and NumPy in which each entry begins with a name. */
const entries =
  /^(?:args|arguments|parameters|params|keyword args|keyword arguments|other parameters|attributes|raises|except|exceptions|warns|methods|yields|returns|return|receives|see also|options|commands|fields)$/i;
const examples = /^(?:examples?|usage|doctest|example usage)$/i;
const prose = /^(?:notes?|warnings?|references|todo|tip|important|caution|hint|summary|description|see)$/i;

export type Section = 'entries' | 'examples' | 'prose';

/** What a section of this title holds; undefined if it is no title that tools know. */
export function sectionOf(title: string): Section | undefined {
  if (entries.test(title)) return 'entries';
  if (examples.test(title)) return 'examples';
  return prose.test(title) ? 'prose' : undefined;
}

/** Length of `name (type): ` at the start of an entry; 0 if it is none. */
export function entryLength(text: string): number {
  const found =
    /^(?:`{0,2}\*{0,2}[\w.]+`{0,2}(?:,\s*\*{0,2}[\w.]+)*)(?:\s*\((?:[^()]|\([^()]*\))*\))?\s*:(?:\s+|$)|^[\w.]+(?:\[[^\]]*\])?(?:\s*(?:\||or|of)\s*[\w.]+(?:\[[^\]]*\])?)*\s*:(?:\s+|$)/.exec(
      text,
    );
  return found?.[0].length ?? 0;
}

/** Whether a line is `name : type` or a type alone, as NumPy writes it above a description. */
export function isNumpyEntry(text: string): boolean {
  return (
    /^\*{0,2}[\w.*]+(?:\s*,\s*\*{0,2}[\w.*]+)*(?:\s*:.*)?$/.test(text) ||
    (/^[\w.]+[\s\w.,|[\]{}'"()=:-]*$/.test(text) && !/[.!?]$/.test(text))
  );
}

/** Length of an option and its arguments before its description: `-h, --help   `; 0 if the line is no such row. */
export function optionLength(text: string): number {
  return /^-{1,2}[\w?][^\r\n]*?(?:\s{2,}|\t)(?=\S)/.exec(text)?.[0].length ?? 0;
}
