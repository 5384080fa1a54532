import type { CommentLine } from './commentBlock.js';

/** Four plain words in a row. */
const sentence = /(?:^|[\s("'])(?:\p{L}[\p{L}\p{M}'’-]*,?[^\S\r\n]+){3}\p{L}/u;
const strong = [
  /^[)\]}]+[;,)]*$/,
  /[;{}]\s*(?:(?:\/\/|#|--).*)?$/,
  /^(?:[\w$.:>[\]'"*&-]+(?:\(.*\))?\.)?[\w$:]+\([^()]*(?:\([^()]*\)[^()]*)*\)[;,:]?$/,
  /^(?:(?:const|let|var|final|auto|static|my|local|int|long|char|bool|float|double|string|val|def)\s+)*[\w$.[\]'"*&>@:-]+\s*(?::\s*[\w<>[\]|., ]+)?\s*(?:[-+*/|&^%:?]|<<|>>)?=[^=].*/,
  /^(?:if|for|foreach|while|switch|elif|else if|elsif|unless|until|when|match|catch)\b.*(?:[{(]|\bthen|\bdo|:)\s*$|^(?:if|for|while|switch|catch)\s*\(.*\).*/,
  /^(?:import|from|using|require|include|package|module|namespace|export)\s+["'<\w.*{][\w.*:/{}"'<>@, -]*;?$/,
  /^#\s*(?:include|define|ifn?def|endif|if|else|pragma)\b/,
  /^(?:def|class|fn|func|function|sub|struct|enum|interface|trait|impl|type|public|private|protected|async|abstract|override|static)\s+[\w$]+.*[({:;]?$/,
  /^(?:return|raise|throw|yield|await|print|echo|puts|break|continue|pass|end|done|fi|esac|else|begin|try|finally|do)(?:[\s:;]+[\w$.()"'[\]{}, =!<>+-]*)?[;:]?$/,
  /^(?:\$|>|%|PS>)\s\w/,
  /^<\/?[A-Za-z][^<>]*>$|^<(\w+)\b.*<\/\1>$/,
  /^["'][^"']*["']\s*[:,=].*|^[\w-]+:\s*["'[{\d].*[,\]}"']$/,
  /=>|->\s*[\w$(]|::\w+\(|&&|\|\||[!=]==?|\+\+|\bself\.\w|\bthis\.\w/,
];

/** Whether a line reads as a statement of a program. */
export function isCode(line: string): boolean {
  const text = line.trim().replace(/\{@[^{}]*\}/g, 'x');
  if (text === '' || /^(?:[-*]\s|[@\\:][a-z])/i.test(text)) return false;
  const index = strong.findIndex((pattern) => pattern.test(text));
  if (index < 0) return false;
  const unquoted = text.replace(/"[^"]*"|'[^']*'|`[^`]*`/g, '""');
  if (!sentence.test(unquoted))
    return (
      !/^(?:do|end|else|try|begin|pass|break|continue|return|done|type|class|import|from|print)\b[\w ,]*[.!?]?$/i.test(
        text,
      ) ||
      /[;:(){}]/.test(text) ||
      /^(?:end|else|fi|done|pass|break|continue|begin|try)$/.test(text)
    );
  // A sentence may hold a name, an arrow or a semicolon; a program's line that holds a sentence ends as a line of a program.
  return /[;{}]$/.test(text) && /[=(){}]/.test(unquoted) && !/[.!?]\s/.test(unquoted);
}

const rule = /^\s*(?:[-=*#~_+/.]\s?){3,}\s*$/;

/** Whether a line is a row of a drawing or of a table. */
export function isDrawing(line: string): boolean {
  const text = line.trim();
  if (text.length < 3 || rule.test(text)) return false;
  if (/[\u2500-\u259f\u2190-\u21ff]{2}|[\u2500-\u257f]/.test(text)) return true;
  if (/^[|+].*[|+]$/.test(text) || /\S\s+\|\s+\S.*\s\|\s/.test(text)) return true;
  if (/^\|/.test(text) && !/^\|\|/.test(text)) return true;
  if (/[-=~]{2,}[>+|]|<[-=~]{2,}|[+|][-=]{2,}/.test(text) && !sentence.test(text)) return true;
  const columns = text.split(/\s{3,}|\t+/).length;
  if (columns >= 3) return true;
  const signs = text.replace(/[\p{L}\p{N}\s"'`,;!?()]/gu, '').length;
  return text.length >= 4 && signs * 2 >= text.replace(/\s/g, '').length;
}

/** Lines that are rows of a drawing, and their captions. */
export function drawnLines(lines: readonly CommentLine[]): Set<number> {
  const drawn = new Set<number>();
  lines.forEach(({ text }, index) => {
    if (isDrawing(text)) drawn.add(index);
  });
  // Between two rows no sentence stands, unless it is a long one.
  lines.forEach(({ text }, index) => {
    const near = drawn.has(index - 1) || drawn.has(index + 1);
    if (near && text.trim() !== '' && !sentence.test(text) && !/[.!?:]$/.test(text.trim())) drawn.add(index);
  });
  return drawn;
}

/** Lines that are commented-out code: runs of statements, and what stands between them without being a sentence. */
export function codeLines(lines: readonly CommentLine[]): Set<number> {
  const code = new Set<number>();
  lines.forEach(({ text }, index) => {
    if (isCode(text)) code.add(index);
  });
  const before = (index: number): boolean => code.has(index - 1);
  lines.forEach(({ text }, index) => {
    const within =
      before(index) && lines.slice(index + 1, index + 3).some((_, offset) => code.has(index + 1 + offset));
    const deeper =
      before(index) && /^\s*/.exec(text)![0].length > /^\s*/.exec(lines[index - 1]!.text)![0].length;
    if ((within || deeper) && !sentence.test(text.replace(/"[^"]*"|'[^']*'/g, '""'))) code.add(index);
  });
  return code;
}

/** Whether a text without comments is prose, such as a part of a comment, and no program. */
export function isProseFragment(text: string): boolean {
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
  const prose = lines.filter((line) => {
    const content = line.replace(/^[\s*/#;%-]+/, '');
    const words =
      sentence.test(content) || /\p{sc=Han}{3}|^(?:\p{L}[\p{L}'’-]*,?\s+)*\p{L}+[.!?]$/u.test(content);
    return (words && !isCode(content)) || /^\s*\*\s+\p{L}/u.test(line);
  });
  const letters = /\p{L}/u.test(text);
  const plain = !/[=(){};<>[\]:'"$@]/.test(text);
  return letters && (prose.length * 2 > lines.length || plain);
}
