/** How documentation comments of a language are written. */
export type DocumentationStyle = 'go' | 'markdown' | 'tags' | 'yard' | 'xml' | 'python' | 'none';

/** A programming language: which grammar reads it, and how its comments look. */
export interface ProgramLanguage {
  /** Name of a Lezer parser, or of a TextMate grammar of `@shikijs/langs`. */
  readonly grammar: { readonly lezer: string } | { readonly textMate: string };
  /** What a comment up to the line's end begins with. */
  readonly line: readonly string[];
  readonly block: readonly (readonly [open: string, close: string])[];
  readonly documentation: DocumentationStyle;
}

type Comments = Pick<ProgramLanguage, 'line' | 'block' | 'documentation'>;

const slashes: Comments = { line: ['//'], block: [['/*', '*/']], documentation: 'tags' };
const hash: Comments = { line: ['#'], block: [], documentation: 'none' };
const dashes: Comments = { line: ['--'], block: [['/*', '*/']], documentation: 'none' };
const semicolons: Comments = { line: [';'], block: [['#|', '|#']], documentation: 'none' };
const percents: Comments = { line: ['%'], block: [['%{', '%}']], documentation: 'none' };
const haskell: Comments = { line: ['--'], block: [['{-', '-}']], documentation: 'none' };
const apostrophe: Comments = { line: ["'", 'REM '], block: [], documentation: 'xml' };

/** Comments, then pairs of VS Code identifiers and the grammar; one word where both have the same name. */
const textMate: readonly (readonly [comments: Comments, languages: string])[] = [
  [
    slashes,
    'apex ballerina bicep cadence d dart groovy hack haxe hlsl glsl jsonnet kotlin kusto move objective-c objective-cpp odin openscad prisma proto proto3:proto qml scala shaderlab:shaderlab solidity system-verilog systemverilog:system-verilog typespec v vala verilog wgsl cue',
  ],
  [{ ...slashes, documentation: 'markdown' }, 'swift zig gleam actionscript-3'],
  [{ ...slashes, documentation: 'xml' }, 'csharp fsharp'],
  [{ ...slashes, documentation: 'none' }, 'css less scss sass stylus postcss'],
  [
    hash,
    'awk cmake dockerfile:docker dotenv fish gdscript hcl ignore:codeowners gitignore:codeowners just makefile:make nginx nix nushell perl perl6:raku puppet r raku shellscript tcl terraform toml elixir',
  ],
  [{ ...hash, block: [['#=', '=#']], documentation: 'markdown' }, 'julia graphql'],
  [{ ...hash, block: [['=begin', '=end']], documentation: 'yard' }, 'ruby crystal'],
  [{ ...hash, block: [['<#', '#>']] }, 'powershell'],
  [{ ...hash, block: [['###', '###']] }, 'coffeescript:coffee'],
  [{ ...hash, block: [['#[', ']#']], documentation: 'markdown' }, 'nim'],
  [dashes, 'ada plsql sql tsql:sql vhdl'],
  [{ ...dashes, block: [['--[[', ']]']], documentation: 'tags' }, 'lua luau'],
  [haskell, 'elm haskell purescript'],
  [semicolons, 'clojure commonlisp:common-lisp elisp:emacs-lisp lisp:common-lisp racket scheme asm'],
  [percents, 'erlang matlab octave:matlab prolog'],
  [apostrophe, 'vb vba:vb vbscript:vb'],
  [{ ...hash, line: ['REM ', 'rem ', '@REM ', '@rem ', '::'] }, 'bat'],
  [{ ...hash, line: [], block: [['(*', '*)']] }, 'ocaml'],
  [
    {
      ...slashes,
      block: [
        ['(*', '*)'],
        ['{', '}'],
      ],
    },
    'pascal',
  ],
  [
    { ...hash, line: ['!'] },
    'fortran:fortran-free-form fortran-modern:fortran-free-form FortranFreeForm:fortran-free-form',
  ],
  [{ ...hash, line: ['"'] }, 'viml vim:viml'],
];

const lezer: readonly (readonly [comments: Comments, parser: string, languages: string])[] = [
  [slashes, 'javascript', 'javascript javascriptreact typescript typescriptreact'],
  [slashes, 'cpp', 'c cpp cuda-cpp'],
  [slashes, 'java', 'java'],
  [{ ...slashes, documentation: 'markdown' }, 'rust', 'rust'],
  [{ ...slashes, documentation: 'go' }, 'go', 'go'],
  [{ ...slashes, line: ['//', '#'] }, 'php', 'php'],
  [{ ...hash, documentation: 'python' }, 'python', 'python starlark'],
];

const languages = new Map<string, ProgramLanguage>([
  ...textMate.flatMap(([comments, names]) =>
    names.split(' ').map((name): [string, ProgramLanguage] => {
      const [identifier = '', grammar = identifier] = name.split(':');
      return [identifier, { ...comments, grammar: { textMate: grammar } }];
    }),
  ),
  ...lezer.flatMap(([comments, parser, names]) =>
    names
      .split(' ')
      .map((identifier): [string, ProgramLanguage] => [
        identifier,
        { ...comments, grammar: { lezer: parser } },
      ]),
  ),
]);

/** The programming language of a VS Code identifier, if it is one that we have a grammar for. */
export function programLanguage(identifier: string): ProgramLanguage | undefined {
  return languages.get(identifier);
}

/** Names of all TextMate grammars in use. */
export const textMateNames: readonly string[] = [
  ...new Set(
    [...languages.values()].flatMap(({ grammar }) => ('textMate' in grammar ? [grammar.textMate] : [])),
  ),
].sort();
