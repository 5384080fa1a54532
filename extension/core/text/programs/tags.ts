/** Where the prose of a line begins that starts with a tag; undefined if the whole line is for tools. */
export interface Tag {
  readonly name: string;
  /** Number of characters before the prose. */
  readonly length?: number;
}

const opaque = new Set(
  'abstract access alias api async augments author authors borrows bug callback class classdesc constant constructs copyright date def default defaultvalue defgroup define dir emits endcode endif endcond enum event exports extends external file filename fires format fn function generator globals global group headerfile hideconstructor id ifdef implements import in inheritdoc ingroup inner instance interface internal kind label lends license licence link listens macro macros member memberof method mixes mixin module name namespace nav override overload package pragma private property-read protected public pure readonly ref related requires scope sealed serial serialData serialField since static struct subpackage suppress tag this type typedef union usage uses var variation version virtual visibility weakgroup'.split(
    ' ',
  ),
);
const named = new Set(
  'param arg argument property prop template tparam typeparam throws throw exception retval attr attribute option yieldparam raise raises field param-out phpstan-param psalm-param'.split(
    ' ',
  ),
);
const typed = new Set('return returns yield yieldreturn yields result var'.split(' '));
export const exampleTags = new Set(
  'example code verbatim dot msc startuml snippet sample samples'.split(' '),
);

/** Length of a balanced stretch at the start of a text, such as `{Map<string, {a: b}>}`; 0 if it does not start so. */
function balanced(text: string, open: string, close: string): number {
  if (!text.startsWith(open)) return 0;
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    if (text[index] === open) depth++;
    if (text[index] === close && --depth === 0) return index + 1;
  }
  return text.length;
}

/** Types as they are written behind tags without brackets. */
const type =
  /^(?:\??\\?[A-Za-z_][\w\\]*(?:<[^<>]*(?:<[^<>]*>)?[^<>]*>)?(?:\[\])*(?:[|&]\??\\?[\w\\]+(?:<[^<>]*>)?(?:\[\])*)+|\??(?:string|int|integer|float|bool|boolean|array|mixed|void|null|callable|iterable|object|self|static|resource|never|false|true|number)(?:\[\])*|\\[\w\\]+(?:\[\])*|[A-Z]\w*(?:<[^<>]+>)(?:\[\])*)(?=\s|$)/;

class Cursor {
  public position = 0;

  public constructor(public readonly text: string) {}

  public get rest(): string {
    return this.text.slice(this.position);
  }

  public skip(pattern: RegExp): boolean {
    const length = pattern.exec(this.rest)?.[0].length ?? 0;
    this.position += length;
    return length > 0;
  }

  public skipBalanced(open: string, close: string): boolean {
    const length = balanced(this.rest, open, close);
    this.position += length;
    return length > 0;
  }
}

/**
 * Reads a tag of JSDoc, TSDoc, Javadoc, KDoc, PHPDoc, Doxygen, YARD or LDoc at the start of a line.
 * @param text the line from its first character that is no white space
 */
export function readTag(text: string): Tag | undefined {
  const found =
    /^(?:[@\\]([A-Za-z][\w-]*)|!([a-z]\w*)(?=\s))(?:\[(?:in|out|in,\s*out|opt|optional)\])?(?=[\s{[:.]|$)/.exec(
      text,
    );
  if (found === null) return undefined;
  const name = (found[1] ?? found[2] ?? '').toLowerCase();
  const cursor = new Cursor(text);
  cursor.position = found[0].length;
  cursor.skip(/^:?[ \t]*/);
  if (opaque.has(name) || exampleTags.has(name)) return { name };
  const hasType =
    cursor.skipBalanced('{', '}') ||
    ((name.startsWith('yield') || /^\[[A-Z<#({]/.test(cursor.rest)) && cursor.skipBalanced('[', ']'));
  cursor.skip(/^[ \t]*/);
  if (named.has(name)) {
    readName(cursor, hasType);
  } else if (typed.has(name) && !hasType) {
    cursor.skip(type);
  } else if (name === 'see' || name === 'seealso' || name === 'sa' || name === 'link') {
    cursor.skip(/^(?:https?:\S+|<a\s[^>]*>|\S*[#.(:_\\]\S*|[A-Z]\w*(?=\s*$))/);
  }
  cursor.skip(/^[ \t]*(?:[-–—:](?=\s))?[ \t]*/);
  return /\p{L}/u.test(cursor.rest) ? { name, length: cursor.position } : { name };
}

function readName(cursor: Cursor, hasType: boolean): void {
  if (!hasType) {
    // PHP: the type, then the variable.
    cursor.skip(/^(?!\$)[^\s$]+(?:<[^<>]*>\S*)?[ \t]+(?=(?:\.\.\.|&)*\$)/);
    if (cursor.skip(type)) cursor.skip(/^[ \t]+/);
  }
  if (!cursor.skipBalanced('[', ']')) cursor.skip(/^(?:<\w+>|[^\s,]+)(?:,[ \t]*[\w$.]+)*/);
  cursor.skip(/^[ \t]*/);
  // YARD writes the type behind the name, and options have names of their own.
  if (/^\[[A-Z<#({:]/.test(cursor.rest)) cursor.skipBalanced('[', ']');
  cursor.skip(/^[ \t]*(?::\w+\??(?=\s))?/);
  cursor.skip(/^[ \t]*(?:\([^()]*\)(?=\s))?/);
}
