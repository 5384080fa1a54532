import type { WrapRule } from '../paragraphs.js';
import type { ProgramLanguage } from '../programs/programLanguage.js';

const lineEnd = String.raw`(?:\r\n|\r|\n)`;
const joint = (before: string, after: string): RegExp => new RegExp(`^${before}${lineEnd}${after}$`);

/** Nothing but indentation before the next line. */
export const indented: WrapRule = { joint: joint('[ \\t]*', '[ \\t]*') };

/** Line ends are white space like any other. */
export const freeForm: WrapRule = { ...indented, always: true };

/** Two spaces at a line's end are a line break of Markdown's own; quotes have their mark on every line. */
export const markdownParagraph: WrapRule = { joint: joint('[ \\t]?', '[ \\t]*(?:>[ \\t]?)*[ \\t]*') };

/** Text of no known format may be quoted, or be a comment. */
export const plainParagraph: WrapRule = {
  joint: joint('[ \\t]*', '[ \\t]*(?:(?:>|//[/!]?|#+!?|--|;+|%+)[ \\t]*)*'),
};

/** Comments that begin with a hash on every line. */
export const hashComment: WrapRule = { joint: joint('[ \\t]*', '[ \\t]*#+[!.:|]?[ \\t]*') };

/** A string literal over several lines, each with quotation marks of its own. */
export const quotedLines: WrapRule = {
  joint: joint('[ \\t]*"[ \\t]*', '[ \\t]*"'),
  keepsSpace: true,
  inStrings: true,
};

/** A value that goes on behind a backslash. */
export const continuedValue: WrapRule = {
  joint: joint('[ \\t]*\\\\', '[ \\t\\f]*'),
  keepsSpace: true,
  inStrings: true,
};

/** A flow scalar of YAML, quoted or not, or a block of text. */
export const foldedScalar: WrapRule = { ...indented, inStrings: true };

/** Comments of a programming language: line comments with their marker on every line, and block comments. */
export function commentLines({ line }: ProgramLanguage): WrapRule {
  const markers = line.map((marker) => marker.trim().replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|');
  const lineComment = markers === '' ? '' : `(?:${markers})[/!#;%*=~-]*[ \\t]*|`;
  return { joint: joint('[ \\t]*', `[ \\t]*(?:${lineComment}\\*(?![/*])[ \\t]*)?`) };
}
