import type { ProtectedSpan, SpanKind } from '../protectedSpan.js';

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/** Environments whose content is no prose. */
const opaqueEnvironments = words(
  'align alignat array asy bmatrix cases comment displaymath equation eqnarray filecontents flalign forest gather listing lstlisting math matrix minted multline picture pmatrix split subequations thebibliography tikzcd tikzpicture verbatim Verbatim vmatrix',
);
/** Commands whose arguments are names, numbers or code. */
const opaqueCommands = words(
  'DeclareMathOperator RequirePackage addbibresource addtocounter addtolength autocite autoref begin bibliography bibliographystyle citation cite citeauthor citep citet citeyear cref Cref documentclass end eqref fontsize footcite geometry hspace hypersetup include includegraphics input label listoffigures lstinline lstinputlisting lstset newcommand newcounter newenvironment newlength nocite pageref pagestyle parencite path providecommand ref renewcommand rule setcounter setlength selectlanguage textcite thispagestyle ttfamily url usepackage usetikzlibrary verb vref vspace',
);
/** Commands that are part of a sentence, also with an opaque argument. */
const inSentence = words(
  'autocite autoref citation cite citeauthor citep citet citeyear cref Cref eqref footcite lstinline pageref parencite ref textcite url verb vref',
);
/** Commands that end what stands before them. */
const separatingCommands = words(
  'author caption centering chapter clearpage date footnote hfill hline item linebreak maketitle newline newpage noindent par paragraph part section smallskip medskip bigskip subparagraph subsection subsubsection tableofcontents thanks title toprule midrule bottomrule',
);

/** One sign of LaTeX: comment, math, command with star, escape, or a sign with a meaning. */
const sign =
  /(?<comment>%[^\r\n]*)|(?<math>\$\$[^]*?\$\$|\$(?:\\.|[^$\\])*\$|\\\([^]*?\\\)|\\\[[^]*?\\\])|\\(?<name>[A-Za-z@]+)\*?|(?<line>\\\\\*?(?:\[[^\]\r\n]*\])?|&)|(?<escape>\\[^A-Za-z]|~)|(?<open>\{)|(?<close>\})/g;

/** Offset behind the balanced group that starts at `start`, or `start` if none does. */
function groupEnd(text: string, start: number, open: string, close: string): number {
  if (text[start] !== open) {
    return start;
  }
  let depth = 0;
  for (let index = start; index < text.length; index++) {
    const character = text[index];
    if (character === '\\') {
      index++;
    } else if (character === open) {
      depth++;
    } else if (character === close && --depth === 0) {
      return index + 1;
    }
  }
  return text.length;
}

/** Offset behind all optional and mandatory arguments that follow. */
function argumentsEnd(text: string, start: number): number {
  let end = start;
  for (;;) {
    const next = Math.max(groupEnd(text, end, '[', ']'), groupEnd(text, end, '{', '}'));
    if (next === end) {
      return end;
    }
    end = next;
  }
}

/** Offset behind `\begin{name}…\end{name}` if the content of that environment is no prose. */
function environmentEnd(text: string, start: number): number | undefined {
  const name = /^\\begin\{([A-Za-z]+)\*?\}/.exec(text.slice(start, start + 60))?.[1];
  if (name === undefined || !opaqueEnvironments.has(name)) {
    return undefined;
  }
  const end = text.slice(start).search(new RegExp(`\\\\end\\{${name}\\*?\\}`));
  return end < 0 ? text.length : text.indexOf('}', start + end) + 1;
}

/**
 * The syntax of LaTeX, as far as it can be told without running it: comments, math, commands, braces. Arguments are
 * prose unless the command is known to take none; `\begin` and `\section` stand between sentences, `\emph` and `\cite`
 * in them.
 */
export function parseLatex(text: string): ProtectedSpan[] {
  const spans: ProtectedSpan[] = [];
  /** For each open brace, whether what opened it stands between sentences. */
  const braces: boolean[] = [];
  const push = (
    start: number,
    end: number,
    kind: SpanKind,
    separates: boolean,
    pair?: 'open' | 'close',
  ): number => {
    spans.push({ start, end, kind, ...(separates ? { separates } : pair !== undefined && { pair }) });
    return end;
  };
  sign.lastIndex = 0;
  for (let match = sign.exec(text); match !== null; match = sign.exec(text)) {
    const { index: start } = match;
    let end = start + match[0].length;
    const { comment, math, name, line, escape, open } = match.groups ?? {};
    if (comment !== undefined) {
      push(start, end, 'comment', true);
    } else if (math !== undefined) {
      push(start, end, 'math', /^(?:\$\$|\\\[)/.test(math));
    } else if (name !== undefined) {
      end = command(text, start, end, name, braces, push);
    } else if (line !== undefined) {
      push(start, end, 'syntax', true);
    } else if (escape !== undefined) {
      // An accent takes the letter or group behind it with it.
      end = /^\\['"^`~=.]/.test(escape) ? Math.max(groupEnd(text, end, '{', '}'), end + 1) : end;
      push(start, Math.min(end, text.length), 'escape', false);
    } else if (open !== undefined) {
      braces.push(false);
      push(start, end, 'syntax', false, 'open');
    } else {
      push(start, end, 'syntax', braces.pop() ?? false, 'close');
    }
    sign.lastIndex = Math.max(end, start + 1);
  }
  return spans;
}

function command(
  text: string,
  start: number,
  nameEnd: number,
  name: string,
  braces: boolean[],
  push: (start: number, end: number, kind: SpanKind, separates: boolean, pair?: 'open' | 'close') => number,
): number {
  const environment = name === 'begin' ? environmentEnd(text, start) : undefined;
  if (environment !== undefined) {
    return push(start, environment, 'math', true);
  }
  if (name === 'verb' || name === 'lstinline') {
    const delimiter = text[nameEnd];
    const close = delimiter === undefined || delimiter === '{' ? -1 : text.indexOf(delimiter, nameEnd + 1);
    return push(start, close < 0 ? argumentsEnd(text, nameEnd) : close + 1, 'code', false);
  }
  if (opaqueCommands.has(name)) {
    return push(start, argumentsEnd(text, nameEnd), 'command', !inSentence.has(name));
  }
  const separates = separatingCommands.has(name);
  // The first argument of a link is its target.
  let end = name === 'href' ? groupEnd(text, nameEnd, '{', '}') : groupEnd(text, nameEnd, '[', ']');
  if (text[end] === '{') {
    braces.push(separates);
    return push(start, end + 1, 'command', separates, 'open');
  }
  if (separates) {
    end += /^\s*/.exec(text.slice(end))?.[0].length ?? 0;
  }
  return push(start, end, 'command', separates);
}
