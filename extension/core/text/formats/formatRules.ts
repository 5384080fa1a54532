import {
  commonRules,
  inlineCode,
  placeholderRules,
  referenceRules,
  technicalRules,
  type InlineRule,
} from '../inlineSpans.js';
import type { ProtectedSpan } from '../protectedSpan.js';
import { ampersandMnemonics, underscoreMnemonics } from '../mnemonics.js';
import { identifierRules } from '../programs/identifierRules.js';
import { programLanguage } from '../programs/programLanguage.js';
import { programParser } from '../programs/programSpans.js';
import { parseAppleStrings } from './appleStrings.js';
import { parseCommitMessage } from './commitMessage.js';
import { parseGettext } from './gettext.js';
import { parseResourceXml } from './resourceXml.js';
import { parseTomlText } from './toml.js';
import { parseHtml } from './html.js';
import { parseArb, parseJson } from './json.js';
import { parseLatex } from './latex.js';
import { dialectSpans, withoutTemplates } from './markdown/markdownDialects.js';
import { parseMarkdown, parseMdx } from './markdown/markdown.js';
import { parseIni, parseProperties } from './properties.js';
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
import { templateParser } from './templates/templates.js';
import { parseRestructuredText } from './rst/restructuredText.js';
import { parseYaml } from './yaml.js';
import type { WrapRule } from '../paragraphs.js';

/** How the protected spans of a format are found. */
export interface FormatRules {
  /** Finds the format's own syntax; spans may overlap and be in any order. Absent for plain text. */
  readonly parse?: (text: string) => ProtectedSpan[];
  /** Patterns for what the parser left over. */
  readonly rules: readonly InlineRule[];
  /** Whether ICU messages are looked for. */
  readonly hasMessages?: true;
  /** How lines are joined into paragraphs; where several fit, the first. */
  readonly wrap: readonly WrapRule[];
  /** Finds syntax in a sentence by itself; absent where only patterns mean something there. */
  readonly parseSentence?: (sentence: string) => ProtectedSpan[];
  /** Signs that may mean something to the format, though not wherever they stand: new prose brings none along. */
  readonly signs?: RegExp;
}

const allRules = [...commonRules, ...placeholderRules, ...technicalRules, ...referenceRules];
const resourceRules = [...allRules, ampersandMnemonics];

const markdownRules: readonly InlineRule[] = [
  {
    kind: 'math',
    pattern: /(?<![\\$\p{L}\p{N}])\$(?![\s$])(?:\\.|[^$\\\n])*(?<!\s)\$(?![\p{L}\p{N}$])/gu,
    sign: /\$/,
  },
  { kind: 'reference', pattern: /!?\[\[[^[\]\n]*\]\]/g, sign: /\[\[/ },
  { kind: 'syntax', pattern: /\{[#.:][^{}\n]*\}/g, sign: /\{[#.:]/ },
];
const templateRules: readonly InlineRule[] = [
  {
    kind: 'placeholder',
    pattern:
      /\{[#/:][^{}\n]*\}|\{%-?\s*(?:if|elif|else|for|end|block|macro|include|extends|set|with|load|filter)[^\n]*?%\}|\{\{[#/^>!][^{}\n]*\}\}/g,
    sign: /\{/,
    separates: true,
  },
  { kind: 'placeholder', pattern: /\{@[^{}\n]*\}/g, sign: /\{@/ },
];
const roles: readonly InlineRule[] = [
  // The text of a role or link with a target of its own: `text <target>`.
  {
    kind: 'link',
    pattern: /(?::[\w:+.-]+:|(?<![\w:`]))`(?=[^`<\n]+\s<[^`<>\n]+>`)/g,
    sign: /`/,
    pairOf: () => 'open',
  },
  { kind: 'link', pattern: /(?<=`[^`<\n]+)\s<[^`<>\n]+>`(?:__?)?/g, sign: />`/, pairOf: () => 'close' },
  { kind: 'code', pattern: /``(?:[^`\n]|`(?!`))+``/g, sign: /``/ },
  {
    kind: 'reference',
    pattern:
      /:[\w:+.-]+:`[^`<\n]+`|(?<![\w>`.)!?])_?`[^`<\s][^`<\n]*`(?:__?|:[\w:+.-]+:)?|(?<!\|)\|[^|\s][^|\n]*\|_{0,2}|\[[\w#*.-]+\]_|(?<![\w_*`|])[A-Za-z0-9](?:[\w.+:-]*[A-Za-z0-9])?__?(?![\w_])/g,
    sign: /[`_|[]/,
  },
  { kind: 'emphasis', pattern: /(?<![*\w\\])\*\*?(?=[^\s*])|(?<=[^\s*\\])\*\*?(?![*\w])/g, sign: /\*/ },
  { kind: 'escape', pattern: /\\[^\s]/g, sign: /\\/ },
];

const markdown: FormatRules = {
  parse: (text) => [...parseMarkdown(withoutTemplates(text)), ...dialectSpans(text)],
  rules: [...markdownRules, ...allRules],
  wrap: [markdownParagraph],
  signs: /[*_`~[\]<>|$\\{}^#]|(?:^|\s)[-+=](?=\s|$)|:{2,}|-{2,}|={2,}/g,
  // Behind a word, no sign is taken for that of a heading or list.
  parseSentence: (sentence) =>
    parseMarkdown(`x ${sentence}`).map((span) => ({ ...span, start: span.start - 2, end: span.end - 2 })),
};
const mdx: FormatRules = {
  ...markdown,
  parse: (text) => [...parseMdx(text), ...dialectSpans(text)],
};
const markupSigns = /[<>{}]|--|&(?=[#\w])(?!(?:amp|lt|gt|quot|apos);)/g;
const html: FormatRules = {
  parse: templateParser('html'),
  hasMessages: true,
  rules: [...templateRules, ...allRules],
  wrap: [freeForm],
  signs: markupSigns,
  parseSentence: parseHtml,
};
const template = (format: string): FormatRules => ({ ...html, parse: templateParser(format) });
const parseXml = (text: string): ProtectedSpan[] => parseHtml(text, true);
const xml: FormatRules = {
  parse: (text) => parseResourceXml(text) ?? parseXml(text),
  hasMessages: true,
  rules: resourceRules,
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
const json: FormatRules = { parse: parseJson, hasMessages: true, rules: resourceRules, wrap: [indented] };
const tomlLanguage = programLanguage('toml');
const tomlComments = tomlLanguage === undefined ? undefined : programParser(tomlLanguage, 'toml');
const toml: FormatRules = {
  parse: (text) => parseTomlText(text) ?? tomlComments?.(text) ?? [],
  rules: allRules,
  hasMessages: true,
  wrap: [hashComment],
};
const appleStrings: FormatRules = {
  parse: parseAppleStrings,
  hasMessages: true,
  rules: resourceRules,
  wrap: [indented],
};
const arb: FormatRules = { ...json, parse: parseArb };
const properties: FormatRules = {
  hasMessages: true,
  parse: parseProperties,
  rules: resourceRules,
  wrap: [continuedValue, hashComment],
};
const ini: FormatRules = { ...properties, parse: parseIni };
const gettext: FormatRules = {
  parse: parseGettext,
  hasMessages: true,
  rules: [...resourceRules, underscoreMnemonics],
  wrap: [quotedLines, hashComment],
};
const yaml: FormatRules = {
  parse: parseYaml,
  hasMessages: true,
  rules: allRules,
  wrap: [foldedScalar, hashComment],
};
const commit: FormatRules = {
  parse: parseCommitMessage,
  rules: allRules,
  wrap: [indented],
};
const restructuredText: FormatRules = {
  parse: parseRestructuredText,
  // Single backticks are references here.
  rules: [...roles, ...allRules.filter((rule) => rule !== inlineCode)],
  signs: /[*_`|\\]|:{2,}/g,
  wrap: [indented],
};
/** Markup that nobody here can read: taken for plain text its code and links would change, so all of it stays. */
const unread: FormatRules = {
  parse: (text) => [{ start: 0, end: text.length, kind: 'syntax', separates: true }],
  rules: [],
  wrap: [],
};
const plain: FormatRules = { hasMessages: true, rules: allRules, wrap: [plainParagraph] };

const formats = new Map<string, FormatRules>(
  (
    [
      [mdx, 'mdx'],
      [markdown, 'markdown quarto rmd markdown-math chatagent instructions prompt'],
      [html, 'html xhtml vue handlebars django-html jinja-html erb ejs twig'],
      [template('svelte'), 'svelte'],
      [template('astro'), 'astro'],
      [template('blade'), 'blade'],
      [template('razor'), 'razor aspnetcorerazor'],
      [xml, 'xml xsl svg xliff xlf resx android-strings'],
      [latex, 'latex tex rsweave'],
      [toml, 'toml'],
      [appleStrings, 'strings apple-strings'],
      [json, 'json jsonc json5 jsonl snippets'],
      [arb, 'arb'],
      [properties, 'properties java-properties'],
      [ini, 'ini'],
      [gettext, 'po pot gettext'],
      [yaml, 'yaml dockercompose github-actions-workflow'],
      [commit, 'git-commit scminput'],
      [restructuredText, 'restructuredtext rst'],
      [unread, 'asciidoc adoc org textile mediawiki'],
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
  const language = programLanguage(format);
  return language === undefined
    ? plain
    : {
        parse: programParser(language, format),
        hasMessages: true,
        rules: [...identifierRules, ...allRules],
        wrap: [commentLines(language)],
        signs: /\*\/|\/\*|\?>|"""|'''|[{}<>\\]/g,
      };
}
