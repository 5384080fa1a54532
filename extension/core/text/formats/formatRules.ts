import { commonRules, placeholderRules, technicalRules, type InlineRule } from '../inlineSpans.js';
import type { ProtectedSpan } from '../protectedSpan.js';
import { identifierRules, parseCode } from './code.js';
import { commentSyntaxOf } from './commentSyntax.js';
import { parseGettext } from './gettext.js';
import { parseHtml } from './html.js';
import { parseJson } from './json.js';
import { parseLatex } from './latex.js';
import { parseMarkdown } from './markdown.js';
import { parseProperties } from './properties.js';
import {
  commentLines,
  continuedValue,
  foldedScalar,
  freeForm,
  hashComment,
  indented,
  markdownParagraph,
  plainParagraph,
  quotedLines,
} from './wrapRules.js';
import { parseYaml } from './yaml.js';
import type { WrapRule } from '../paragraphs.js';

/** How the protected spans of a format are found. */
export interface FormatRules {
  /** Finds the format's own syntax; spans may overlap and be in any order. Absent for plain text. */
  readonly parse?: (text: string) => ProtectedSpan[];
  /** Patterns for what the parser left over. */
  readonly rules: readonly InlineRule[];
  /** How lines are joined into paragraphs; where several fit, the first. */
  readonly wrap: readonly WrapRule[];
  /** Finds syntax in a sentence by itself; absent where only patterns mean something there. */
  readonly parseSentence?: (sentence: string) => ProtectedSpan[];
  /** Signs that may mean something to the format, though not wherever they stand: new prose brings none along. */
  readonly signs?: RegExp;
}

const allRules = [...commonRules, ...placeholderRules, ...technicalRules];

const markdownRules: readonly InlineRule[] = [
  { kind: 'math', pattern: /(?<![\\$\p{L}\p{N}])\$(?![\s$])(?:\\.|[^$\\\n])*(?<!\s)\$(?![\p{L}\p{N}$])/gu },
  { kind: 'reference', pattern: /!?\[\[[^[\]\n]*\]\]/g },
  { kind: 'syntax', pattern: /\{[#.:][^{}\n]*\}/g },
];
const blockRules = /^(?::{3,}[^\n]*|[ \t>]*\[![A-Za-z]+\][+-]?|\[TOC\])/gim;
const templateRules: readonly InlineRule[] = [
  {
    kind: 'placeholder',
    pattern:
      /\{[#/:][^{}\n]*\}|\{%-?\s*(?:if|elif|else|for|end|block|macro|include|extends|set|with|load|filter)[^\n]*?%\}|\{\{[#/^>!][^{}\n]*\}\}/g,
    separates: true,
  },
  { kind: 'placeholder', pattern: /\{@[^{}\n]*\}/g },
];
const roles: readonly InlineRule[] = [
  { kind: 'reference', pattern: /:[\w:+.-]+:`[^`\n]+`|`[^`\n]+`__?|\|[^|\s][^|\n]*\||\[[\w#*]+\]_/g },
  { kind: 'emphasis', pattern: /\*\*?(?=\S)|(?<=\S)\*\*?/g },
];

function linesLike(pattern: RegExp, kind: ProtectedSpan['kind']): (text: string) => ProtectedSpan[] {
  return (text) =>
    [...text.matchAll(pattern)].map(({ 0: match, index }) => ({
      start: index,
      end: index + match.length,
      kind,
      separates: true,
    }));
}

const markdown: FormatRules = {
  parse: (text) => [...parseMarkdown(text), ...linesLike(blockRules, 'marker')(text)],
  rules: [...markdownRules, ...allRules],
  wrap: [markdownParagraph],
  // Behind a word, no sign is taken for that of a heading or list.
  signs: /[*_`~[\]<>|$\\{}^#]|(?:^|\s)[-+=](?=\s|$)|:{2,}|-{2,}|={2,}/g,
  parseSentence: (sentence) =>
    parseMarkdown(`x ${sentence}`).map((span) => ({ ...span, start: span.start - 2, end: span.end - 2 })),
};
const markupSigns = /[<>{}]|--|&(?=[#\w])/g;
const html: FormatRules = {
  parse: parseHtml,
  rules: [...templateRules, ...allRules],
  wrap: [freeForm],
  signs: markupSigns,
  parseSentence: parseHtml,
};
const parseXml = (text: string): ProtectedSpan[] => parseHtml(text, true);
const xml: FormatRules = {
  parse: parseXml,
  rules: allRules,
  wrap: [freeForm],
  signs: markupSigns,
  parseSentence: parseXml,
};
// Braces, dollars and percent signs are LaTeX's own.
const latex: FormatRules = {
  parse: parseLatex,
  rules: commonRules,
  wrap: [freeForm],
  signs: /[\\{}$%&#_^~]/g,
  parseSentence: parseLatex,
};
const json: FormatRules = { parse: parseJson, rules: allRules, wrap: [indented] };
const properties: FormatRules = {
  parse: parseProperties,
  rules: allRules,
  wrap: [continuedValue, hashComment],
};
const gettext: FormatRules = { parse: parseGettext, rules: allRules, wrap: [quotedLines, hashComment] };
const yaml: FormatRules = { parse: parseYaml, rules: allRules, wrap: [foldedScalar, hashComment] };
const commit: FormatRules = {
  parse: linesLike(/^(?:#.*|[A-Z][A-Za-z-]+-(?:by|to|with|Id): .*)$/gm, 'comment'),
  rules: allRules,
  wrap: [indented],
};
const restructuredText: FormatRules = {
  parse: linesLike(/^[ \t]*(?:\.\.(?: .*)?|:[\w -]+:(?=\s).*|([=\-~^"'`#*+.:_])\1{2,})$/gm, 'syntax'),
  rules: [...roles, ...allRules],
  signs: /[*_`|\\]|:{2,}/g,
  wrap: [indented],
};
const plain: FormatRules = { rules: allRules, wrap: [plainParagraph] };

const formats = new Map<string, FormatRules>(
  (
    [
      [markdown, 'markdown mdx quarto rmd markdown-math chatagent instructions prompt'],
      [html, 'html xhtml vue svelte astro handlebars django-html jinja-html erb ejs blade razor twig'],
      [xml, 'xml xsl svg xliff resx'],
      [latex, 'latex tex rsweave'],
      [json, 'json jsonc json5 jsonl snippets arb'],
      [properties, 'properties ini java-properties'],
      [gettext, 'po pot gettext'],
      [yaml, 'yaml dockercompose github-actions-workflow'],
      [commit, 'git-commit scminput'],
      [restructuredText, 'restructuredtext rst'],
    ] as const
  ).flatMap(([rules, identifiers]) =>
    identifiers.split(' ').map((identifier) => [identifier, rules] as const),
  ),
);

/** The rules for a VS Code language identifier; those of plain text if it is not known. */
export function formatRules(format: string): FormatRules {
  const known = formats.get(format);
  if (known !== undefined) {
    return known;
  }
  const syntax = commentSyntaxOf(format);
  return syntax === undefined
    ? plain
    : {
        parse: parseCode(syntax, format),
        rules: [...identifierRules, ...allRules],
        wrap: [commentLines(syntax)],
        signs: /\*\/|\/\*|"""|'''|[{}<>\\]/g,
      };
}
