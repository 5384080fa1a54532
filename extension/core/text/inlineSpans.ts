import { disjointSpans, type ProtectedSpan, type SpanKind } from './protectedSpan.js';

/** A pattern of text that is not prose. */
export interface InlineRule {
  readonly kind: SpanKind;
  readonly pattern: RegExp;
  /**
   * Matches somewhere in every match of the pattern. Where a text has none of it, the pattern is not tried: most sentences have
   * letters only, and the runtime forgets a pattern's compiled form, which takes milliseconds to make, after a few seconds.
   */
  readonly sign?: RegExp;
  /** Number of characters of the match to leave out at its end, e.g. the full stop after a URL. */
  readonly excess?: (match: string) => number;
  readonly pairOf?: (match: string) => 'open' | 'close' | undefined;
  /** Whether it stands between sentences, like the beginning of a conditional part of a template. */
  readonly separates?: true;
  /** What every match stands for, as a span's `decoded`. */
  readonly decoded?: string;
}

// Scripts written without spaces: a URL or path in such text ends where the script begins.
const spacelessScript = String.raw`[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]`;
const letter = String.raw`(?:(?!${spacelessScript})[\p{L}\p{M}\p{N}])`;
const urlCharacter = String.raw`(?:[!#-&(-;=?-Z\[\]_~{}]|${letter})`;
const pathCharacter = String.raw`(?:[._@+~%\-]|${letter})`;
const extensions =
  'avi|bash|bat|bib|bmp|c|cc|cfg|cjs|cmd|conf|cpp|cs|css|csv|cxx|dart|db|diff|dll|doc|docx|dylib|env|eps|exe|gif|go|gz|h|hpp|htm|html|ico|ini|ipynb|jar|java|jpeg|jpg|js|json|jsonc|jsonl|jsx|kt|lock|log|lua|md|mdx|mjs|mov|mp3|mp4|odt|onnx|org|patch|pdf|php|pl|png|po|pot|ppt|pptx|properties|ps1|py|pyi|rar|rb|rs|rst|rtf|scss|sh|so|sql|srt|svg|swift|tar|tex|tgz|tif|tiff|toml|ts|tsv|tsx|ttf|txt|vsix|vtt|vue|wasm|wav|webp|whl|woff2?|xls|xlsx|xml|yaml|yml|zip';

/** Closing punctuation after a URL belongs to the sentence, unless its opening counterpart is in the URL. */
function trailingPunctuation(match: string): number {
  const counts: Record<string, number> = {};
  for (const { 0: bracket } of match.matchAll(/[()[\]{}]/g)) counts[bracket] = (counts[bracket] ?? 0) + 1;
  let end = match.length;
  for (; end > 0; end--) {
    const last = match[end - 1]!;
    const opening = { ')': '(', ']': '[', '}': '{' }[last];
    const unbalanced = opening !== undefined && (counts[last] ?? 0) > (counts[opening] ?? 0);
    if (!unbalanced && !/[.,;:!?'*_~]/.test(last)) {
      break;
    }
    counts[last] = (counts[last] ?? 0) - 1;
  }
  return match.length - end;
}

const voidElement = /^<(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)\b/i;

function pairOfTag(match: string): 'open' | 'close' | undefined {
  if (match.startsWith('</')) {
    return 'close';
  }
  return match.endsWith('/>') || voidElement.test(match) ? undefined : 'open';
}

const attribute = String.raw`\s+(?:[\w:@.\-]+\s*=\s*(?:"[^"\n]*"|'[^'\n]*'|\{[^{}\n]*\}|[^\s"'<>=]+)|async|autofocus|checked|controls|defer|disabled|hidden|loop|multiple|muted|open|readonly|required|reversed|selected)`;

// Names are as long as systems allow: a pattern that begins anew at each character of an endless run takes minutes for it.

/** Rules of every format. */
export const commonRules: readonly InlineRule[] = [
  {
    kind: 'url',
    pattern: new RegExp(
      String.raw`(?<!${letter})(?:[a-z][a-z0-9+.\-]{0,31}:\/\/|(?:mailto|tel|data|urn|doi|command):(?=\S)|www\.(?=${letter}))${urlCharacter}+`,
      'giu',
    ),
    sign: /:|www\./i,
    excess: trailingPunctuation,
  },
  {
    kind: 'email',
    pattern:
      /(?<![a-z0-9_.+%'\-\u00c0-\u024f])[a-z0-9_.+%'\-\u00c0-\u024f]+@[a-z0-9\-\u00c0-\u024f]+(?:\.[a-z0-9\-\u00c0-\u024f]+)*\.[a-z\u00c0-\u024f]{2,}/gi,
    sign: /@/,
  },
  { kind: 'private-use', pattern: /[\uE000-\uF8FF]|[\u{F0000}-\u{FFFFD}]|[\u{100000}-\u{10FFFD}]/gu },
];

/** Rules of every format in which braces, percent signs and the like have no meaning of their own. */
export const placeholderRules: readonly InlineRule[] = [
  {
    kind: 'placeholder',
    pattern: /\{\{\{?[^{}\n]*\}\}\}?|\{%[^\n]{0,2000}?%\}|<%[^\n]{0,2000}?%>/g,
    sign: /[{<][{%]/,
  },
  { kind: 'placeholder', pattern: /[$#%@]\{(?:[^{}\n]|\{[^{}\n]*\})*\}/g, sign: /[$#%@]\{/ },
  // An ICU message argument with its branches, up to three levels of braces.
  {
    kind: 'placeholder',
    pattern:
      /\{\s*[\w.$-]+\s*,\s*(?:\w+|-?\d+(?::[^{}\s]*)?)\s*(?:,(?:[^{}]|\{(?:[^{}]|\{[^{}]{0,500}\}){0,500}\}){0,2000})?\}/g,
    sign: /\{/,
  },
  { kind: 'placeholder', pattern: /\{[^\s{},;"]*\}|\{ [\w.$-]+ \}/g, sign: /\{/ },
  {
    kind: 'placeholder',
    pattern:
      /(?<![\d%])%(?:\d+\$|\(\w+\))?[-+#0']*(?:\*|\d+)?(?:\.(?:\*|\d+))?(?:hh?|ll?|[Lqjzt])?[diouxXeEfFgGaAcspn@](?!(?!(?:px|pt|em|ms|[kKMG]i?B)\b)[A-Za-z\u00c0-\u024f]{2})|(?<![\d%])%%/gu,
    sign: /%/,
  },
  // Linked messages of vue-i18n, and variables of Apple's dictionaries.
  {
    kind: 'placeholder',
    pattern: /@(?:\.\w+)?:(?:\([\w.]+\)|\{'[^'\n]*'\}|[\w.]*\w)|%(?:\d+\$)?#@\w+@/g,
    sign: /@/,
  },
  {
    kind: 'placeholder',
    pattern:
      /%[A-Za-z_][\w.-]*%|%<\w+>[-+0-9.]*[a-zA-Z]|(?<![\d%])%L?\d{1,2}(?![\d%\p{L}])|\$\{\d+\}|\\\([^()\n]*\)|\$t\([^()\n]*\)|\$[A-Za-z_]\w*|(?<![\w:]):[a-z][a-z0-9_+-]*:(?!\w)/gu,
    sign: /[%$\\:]/,
  },
  {
    kind: 'tag',
    pattern: new RegExp(
      String.raw`<(?:[A-Za-z][\w:.\-]*|\d+)(?:${attribute})*\s*\/?>|<\/(?:[A-Za-z][\w:.\-]*|\d+)\s*>|<!--[^]{0,5000}?-->`,
      'g',
    ),
    sign: /</,
    pairOf: pairOfTag,
  },
  { kind: 'entity', pattern: /&(?:[A-Za-z][A-Za-z0-9]{1,31}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});/g, sign: /&/ },
];

/** Code between backticks, as many on both sides. */
export const inlineCode: InlineRule = {
  kind: 'code',
  pattern: /(?<!`)(`+)(?!`)(?:(?!\n\s*\n)[^])*?[^`]\1(?!`)/g,
  sign: /`/,
};

/** Inline code and names of files, in every format that is written for readers. */
export const technicalRules: readonly InlineRule[] = [
  // Options of commands; what stands in capitals behind one is its argument.
  {
    kind: 'code',
    pattern:
      /(?<![\p{L}\p{N}_-])(?:--[A-Za-z][\w-]*\w|-[A-Za-z](?![\p{L}\p{N}_-]))(?:[ =][[<]?[A-Z][A-Z_-]+[\]>]?(?![\p{L}\p{N}])|=[\w./-]*\w)?/gu,
    sign: /-[A-Za-z]/,
  },
  inlineCode,
  {
    kind: 'path',
    pattern: new RegExp(
      String.raw`(?<!${letter}|[_/\\.~:<])(?:(?:\.{1,2}|~)\/${pathCharacter}*(?:\/${pathCharacter}*)*|(?:\/${pathCharacter}+){2,}\/?|\/${pathCharacter}+\.(?:${extensions})\b|[A-Za-z]:\\{1,2}(?:[^\s\\/:*?"<>|]+\\{0,2})*|\\\\[^\s\\/:*?"<>|]+(?:\\[^\s\\/:*?"<>|]+)+)`,
      'gu',
    ),
    sign: /[/\\]/,
    excess: (match) => /[.,;:!?'*_~]*$/.exec(match)![0].length,
  },
  {
    kind: 'path',
    pattern: new RegExp(
      String.raw`(?<!${letter}|[_/\\.@])(?:[\w.@+\-]{1,255}\/)*[\w@+\-][\w.@+\-]{0,255}\.(?:${extensions})(?!${letter}|[_/@]|\.\w)`,
      'gu',
    ),
    sign: /\.[a-z]/,
  },
];

/** Names of changes, people and editions, in every format that is written for readers. */
export const referenceRules: readonly InlineRule[] = [
  {
    kind: 'identifier',
    pattern:
      /(?<![\p{L}\p{N}.])(?:v\d+(?:\.\d+)+|\d+\.\d+(?:\.\d+)+)(?:[-+][0-9A-Za-z.-]*[0-9A-Za-z])*(?![\p{L}\p{N}])/gu,
    sign: /\d\.\d/,
  },
  {
    kind: 'identifier',
    pattern:
      /(?<![\p{L}\p{N}])(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=[0-9a-f]*\d)(?=\d*[a-f])[0-9a-f]{7,64})(?![\p{L}\p{N}])/gu,
    sign: /\d[a-f]|[a-f]\d|-/,
  },
  {
    kind: 'identifier',
    pattern:
      /(?<![\p{L}\p{N}&/#@])(?:[\w.-]{1,100}\/[\w.-]{1,100})?#\d+(?![\p{L}\p{N}])|(?<![\p{L}\p{N}-])[A-Z][A-Z0-9]{1,9}-\d+(?![\p{L}\p{N}])/gu,
    sign: /[#-]\d/,
  },
  {
    kind: 'identifier',
    pattern: /(?<![\p{L}\p{N}.@/_-])@[A-Za-z][\w-]*(?:\/[\w-][\w.-]*)?(?<![.-])/gu,
    sign: /@/,
  },
];

/** Everything that the rules find in a text, disjoint and in order; offsets are shifted by `offset`. */
export function findInlineSpans(text: string, rules: readonly InlineRule[], offset = 0): ProtectedSpan[] {
  const spans: ProtectedSpan[] = [];
  for (const { kind, pattern, sign, excess, pairOf, separates, decoded } of rules) {
    if (sign?.test(text) === false) {
      continue;
    }
    for (const { 0: match, index } of text.matchAll(pattern)) {
      const start = offset + index;
      const end = start + match.length - (excess?.(match) ?? 0);
      const pair = pairOf?.(match);
      spans.push({
        start,
        end,
        kind,
        ...(pair !== undefined && { pair }),
        ...(separates && { separates }),
        ...(decoded !== undefined && { decoded }),
      });
    }
  }
  return disjointSpans(spans);
}
