const words = (list: string): ReadonlySet<string> => new Set(list.split(/\s+/));

/** Environments whose content is no prose, by their names without a star. */
const opaqueEnvironments =
  /^(?:(?:d?math|displaymath|flalign|x?x?alignat?|align|aligned|equation|subequations|gather(?:ed)?|multline|split|array|[bBpvV]?matrix|smallmatrix|d?cases|IEEEeqnarray(?:box)?(?:[mt])?|eqnarray|empheq|dgroup|darray)|.*(?:verbatim|listing|minted|code|luacode|tikz|tikzpicture|picture|circuitikz|forest|axis|asy|algorithmic|filecontents|tabbing|sagesilent|sageblock).*|comment|thebibliography|CD|prooftree|chunk|Schunk|Sinput|Soutput|Highlighting|lilypond)$/i;

/** Whether the content of an environment is code, math or a drawing. */
export function isOpaqueEnvironment(name: string): boolean {
  return opaqueEnvironments.test(name);
}

/**
 * The mandatory arguments of commands that have prose in one: `k` is a key, colour, length or the like, `p` is prose. A
 * leading `o` says that an optional argument is prose too, like the short title of a section.
 */
const signatures: Readonly<Record<string, string>> = {
  acrodef: 'kp',
  acro: 'kp',
  adjustbox: 'kp',
  blockcquote: 'kp',
  textcquote: 'kp',
  foreignblockquote: 'kp',
  foreigntextquote: 'kp',
  foreignblockcquote: 'kkp',
  foreigntextcquote: 'kkp',
  foreignlanguage: 'kp',
  textlang: 'kp',
  hybridblockquote: 'kp',
  colorbox: 'kp',
  textcolor: 'kp',
  fcolorbox: 'kkp',
  defcitealias: 'kp',
  glslink: 'kp',
  glsdisp: 'kp',
  newacronym: 'kkp',
  href: 'kp',
  hyperlink: 'kp',
  hypertarget: 'kp',
  hyperref: 'p',
  multicolumn: 'kkp',
  multirow: 'kkp',
  makecell: 'p',
  newtheorem: 'kp',
  parbox: 'kp',
  raisebox: 'kp',
  resizebox: 'kkp',
  rotatebox: 'kp',
  scalebox: 'kp',
  pdftooltip: 'pp',
  subcaptionbox: 'pk',
  texorpdfstring: 'pp',
  addcontentsline: 'kkp',
  markboth: 'pp',
  markright: 'p',
  twocolumn: 'k',
  item: 'o',
  caption: 'op',
  captionof: 'kp',
  subfloat: 'o',
  part: 'op',
  chapter: 'op',
  section: 'op',
  subsection: 'op',
  subsubsection: 'op',
  paragraph: 'op',
  subparagraph: 'op',
  title: 'op',
  author: 'op',
  date: 'op',
  cventry: 'kppppp',
  SetTracking: 'kk',
};

/** Commands with arguments that are names, numbers, code or definitions. */
const opaqueCommands = words(
  `addbibresource addtocounter addtolength appto begin bibitem bibliography bibliographystyle bookmarksetup ce chemfig cline
  cmidrule counterwithin DeclareMathOperator definecolor documentclass documentstyle end ensuremath enlargethispage fontsize fontspec
  geometry graphicspath hline hphantom hspace hypersetup hyphenation includegraphics includepdf includeonly input include index
  kern lstdefinestyle lstset LoadClass mathit mathrm newif numberwithin pagecolor pagenumbering pagestyle parskip phantom
  protect qty rowcolor cellcolor columncolor rule selectlanguage SI sisetup tag thispagestyle num ang unit usetheme vphantom vspace
  write xdef gdef edef def let lstinputlisting citation nocite listoffigures path url ttfamily today special catcode csname
  foreach draw node fill clip coordinate tikzset pgfplotsset expandafter makeatletter makeatother newunicodechar textsuperscript
  footnotemark setmainfont setsansfont setmonofont usecolortheme usefonttheme usepackage RequirePackage PassOptionsToPackage`,
);
/** What names of commands tell of their arguments, of packages and of documents. */
const opaqueName =
  /^(?:(?:re)?new|provide|declare|define|set|add|use|pgf|tikz|if|gls|ac(?:r|s|l|f|p|sp|lp|fp)?$|cite|(?:paren|foot|auto|text|full|no|super|smart)cite|c?ref|nl?bib|input|import|fontsize|bib|lst|minted|include|Gls|GLS|Ac|Cite|Cref|Declare|New|Renew|Provide|Set|Add|Use|If|Define|At)|(?:ref|Ref|cite|Cite|citep|citet|label|url|path|file|color|colour|skip|space|counter|length|width|height|index|entry)s?\*?$/;
/** Of these the rule above is not true. */
const proseNames = words(
  'newline newpage acknowledgments acknowledgements addcontentsline address addressee',
);

/** Commands that are part of a sentence, also with an opaque argument. */
const inSentence =
  /^(?:.*(?:cite|Cite|cites|citep|citet|citeauthor|citeyear|ref|Ref|refs)|citation|gls.*|Gls.*|GLS.*|ac(?:r|s|l|f|p|sp|lp|fp)?|Ac(?:p|s|l|f)?|acr(?:short|long|full).*|lstinline|mintinline|url|path|verb|ce|SI|qty|num|ang|unit|index|label|footnotemark|ensuremath|textsuperscript|cite[a-z]*|protect|today|phantom|hphantom|vphantom|hspace|path|tag|kern|input@)$/;

/** Commands that end what stands before them. */
const separatingCommands = words(
  `addcontentsline author caption captionof centering chapter clearpage date footnote footnotetext hfill hline item linebreak
  maketitle newline newpage newtheorem noindent par paragraph part section smallskip medskip bigskip subparagraph subsection
  subsubsection subfloat subcaptionbox tableofcontents thanks title subtitle institute toprule midrule bottomrule multicolumn
  multirow marginpar frametitle framesubtitle newacronym acrodef markboth markright blockquote blockcquote cventry todo
  centerline keywords address email affiliation pagebreak raggedright raggedleft appendix frontmatter mainmatter backmatter`,
);

/** The arguments of a command; see `signatures`. Undefined where the name tells nothing. */
export function argumentsOf(name: string, defined: ReadonlyMap<string, string>): string | undefined {
  return (
    defined.get(name) ??
    signatures[name] ??
    (opaqueCommands.has(name) || (opaqueName.test(name) && !proseNames.has(name)) ? 'kkkkkkkkk' : undefined)
  );
}

/** Whether a command stands between sentences. @param isOpaque whether it has no prose in its arguments */
export function isSeparating(name: string, isOpaque: boolean): boolean {
  return separatingCommands.has(name) || (isOpaque && !inSentence.test(name));
}

/** An argument that is hardly prose: a key, a length, settings. */
const technicalArgument =
  /^\s*(?:[^\s\\{}]*[:=_/#@\d][^\s\\{}]*|[^{}\\]*[\w-]\s*=\s*[^{}]*|[a-z]+(?:-[a-z]+)+|[\d.]+\s*[a-z]{2})\s*$/;

/** Whether the argument of a command that nobody knows is for programs. */
export function isTechnicalArgument(argument: string): boolean {
  return technicalArgument.test(argument);
}

const definition =
  /\\(?:(?:re)?newcommand|providecommand|DeclareRobustCommand|(?:New|Renew|Provide|Declare)DocumentCommand)\*?\s*\{?\\([A-Za-z@]+)\}?/g;

/**
 * The commands that a document defines itself, with their arguments: one that goes on to a reference or the like is a key.
 * @param groupEnd offset behind the group that begins at an offset
 */
export function definedCommands(
  text: string,
  groupEnd: (start: number) => number,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { 0: match, 1: name = '', index } of text.matchAll(definition)) {
    const rest = text.slice(index + match.length, index + match.length + 200);
    const head = /^\s*(?:\[(\d)\](?:\[[^\]]*\])?|\{([^{}]*)\})?\s*(?=\{)/.exec(rest);
    if (!head) continue;
    const start = index + match.length + head[0].length;
    const body = text.slice(start, groupEnd(start));
    const count = head[1] === undefined ? (head[2]?.match(/m/g)?.length ?? 0) : Number(head[1]);
    const signature = Array.from({ length: count }, (_, at) => {
      const key = new RegExp(String.raw`\\(\w+)\*?(?:\[[^\]]*\])*\{[^{}\\]*#${at + 1}`).exec(body)?.[1];
      return key !== undefined && argumentsOf(key, new Map())?.startsWith('k') ? 'k' : 'p';
    }).join('');
    if (count > 0) found.set(name, signature);
  }
  return found;
}
