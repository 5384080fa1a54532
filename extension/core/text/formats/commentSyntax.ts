/** How a programming language writes comments and strings. */
export interface CommentSyntax {
  readonly line: readonly string[];
  readonly block: readonly (readonly [open: string, close: string])[];
  /** Quotation marks of strings; the ones in `multiline` go over line breaks. */
  readonly strings: readonly string[];
  readonly multiline: readonly string[];
  /** Quotation marks of strings that are documentation where a statement could start. */
  readonly documentation: readonly string[];
  /** Whether `/…/` may be a regular expression. */
  readonly regularExpressions: boolean;
}

const base: CommentSyntax = {
  line: [],
  block: [],
  strings: ['"', "'"],
  multiline: [],
  documentation: [],
  regularExpressions: false,
};

const c: CommentSyntax = { ...base, line: ['//'], block: [['/*', '*/']] };
const script: CommentSyntax = { ...c, strings: ['"', "'", '`'], multiline: ['`'], regularExpressions: true };
const hash: CommentSyntax = { ...base, line: ['#'] };
const python: CommentSyntax = { ...hash, multiline: ['"""', "'''"], documentation: ['"""', "'''"] };
const dash: CommentSyntax = { ...base, line: ['--'], block: [['/*', '*/']] };
const lisp: CommentSyntax = { ...base, line: [';'], block: [['#|', '|#']], strings: ['"'], multiline: ['"'] };
const percent: CommentSyntax = { ...base, line: ['%'], block: [['%{', '%}']] };

const families: readonly (readonly [syntax: CommentSyntax, languages: string])[] = [
  [
    c,
    'c cpp csharp cuda-cpp dart fsharp glsl groovy hlsl java kotlin objective-c objective-cpp proto proto3 scala solidity swift verilog systemverilog zig wgsl',
  ],
  [script, 'javascript javascriptreact typescript typescriptreact'],
  [{ ...c, strings: ['"', '`'], multiline: ['`'] }, 'go'],
  [{ ...c, strings: ['"'], multiline: ['"'] }, 'rust'],
  [{ ...c, block: [['/*', '*/']] }, 'css less scss sass stylus'],
  [{ ...c, line: ['//', '#'] }, 'php'],
  [python, 'python starlark'],
  [{ ...python, documentation: [] }, 'elixir'],
  [{ ...hash, multiline: ['"""'], documentation: ['"""'], block: [['#=', '=#']] }, 'julia graphql'],
  [{ ...hash, block: [['=begin', '=end']] }, 'ruby crystal'],
  [{ ...hash, block: [['<#', '#>']] }, 'powershell'],
  [{ ...hash, block: [['###', '###']] }, 'coffeescript'],
  [{ ...hash, block: [['#[', ']#']] }, 'nim'],
  [hash, 'awk cmake dockerfile dotenv fish gitignore ignore makefile perl perl6 r shellscript tcl toml'],
  [dash, 'ada plsql sql tsql vhdl'],
  [{ ...base, line: ['--'], block: [['--[[', ']]']] }, 'lua'],
  [{ ...base, line: ['--'], block: [['{-', '-}']], strings: ['"'] }, 'elm haskell purescript'],
  [lisp, 'clojure commonlisp elisp lisp racket scheme'],
  [{ ...percent, strings: ['"'] }, 'erlang matlab octave prolog'],
  [{ ...base, line: ["'"], strings: ['"'] }, 'vb vba vbscript'],
  [{ ...base, line: ['REM ', 'rem ', '::'], strings: ['"'] }, 'bat'],
  [{ ...base, block: [['(*', '*)']], strings: ['"'] }, 'ocaml'],
  [
    {
      ...base,
      line: ['//'],
      block: [
        ['(*', '*)'],
        ['{', '}'],
      ],
      strings: ["'"],
    },
    'pascal',
  ],
  [{ ...base, line: ['!'] }, 'fortran fortran-modern FortranFreeForm'],
];

const byLanguage = new Map(
  families.flatMap(([syntax, languages]) =>
    languages.split(' ').map((language) => [language, syntax] as const),
  ),
);

/** The comment syntax of a VS Code language identifier, if it is that of a programming language we know. */
export function commentSyntaxOf(language: string): CommentSyntax | undefined {
  return byLanguage.get(language);
}
