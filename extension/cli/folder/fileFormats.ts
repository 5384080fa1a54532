import { basename } from 'node:path';

/** Extensions by the VS Code language identifier of their format, of what is written to be read by people. */
const prose: Readonly<Record<string, string>> = {
  markdown: 'md markdown mdown mkd',
  mdx: 'mdx',
  quarto: 'qmd',
  rmd: 'rmd',
  html: 'html htm',
  xhtml: 'xhtml',
  latex: 'tex latex ltx',
  restructuredtext: 'rst rest',
  plaintext: 'txt text',
  json: 'json ipynb',
  json5: 'json5',
  arb: 'arb',
  strings: 'strings',
  resx: 'resx',
  jsonc: 'jsonc',
  yaml: 'yaml yml',
  properties: 'properties',
  po: 'po pot',
  xliff: 'xliff xlf',
};

/** Extensions of programs, whose comments and strings are prose. */
const code: Readonly<Record<string, string>> = {
  javascript: 'js mjs cjs',
  javascriptreact: 'jsx',
  typescript: 'ts mts cts',
  typescriptreact: 'tsx',
  python: 'py pyi',
  c: 'c h',
  cpp: 'cc cpp cxx hh hpp',
  csharp: 'cs',
  java: 'java',
  kotlin: 'kt kts',
  go: 'go',
  rust: 'rs',
  swift: 'swift',
  dart: 'dart',
  scala: 'scala',
  php: 'php',
  ruby: 'rb',
  shellscript: 'sh bash',
  powershell: 'ps1',
  lua: 'lua',
  sql: 'sql',
  css: 'css',
  scss: 'scss',
  less: 'less',
  vue: 'vue',
  svelte: 'svelte',
  astro: 'astro',
  razor: 'cshtml razor',
  erb: 'erb',
  ejs: 'ejs',
  handlebars: 'hbs handlebars',
  twig: 'twig',
  dockerfile: 'dockerfile',
  perl: 'pl pm',
  pascal: 'pas pp',
  haskell: 'hs',
  elixir: 'ex exs',
  clojure: 'clj cljs cljc',
  r: 'r',
  julia: 'jl',
  objectivec: 'm',
  groovy: 'groovy gradle',
  fsharp: 'fs fsx',
  zig: 'zig',
  makefile: 'mk',
  toml: 'toml',
};

/** JSON and YAML for programs: their strings are names and commands, and a translated one breaks a build. */
const forPrograms = [
  /^\./,
  /^(?:package|package-lock|npm-shrinkwrap|composer|bower|lerna|nx|turbo|renovate|vercel|netlify|firebase|deno)\.jsonc?$/,
  /^(?:ts|js)config(?:\..+)?\.json$/,
  /\.(?:config|schema|lock)\.(?:jsonc?|ya?ml)$/,
  /^(?:mkdocs|_config|docker-compose|compose|pnpm-lock|pnpm-workspace|azure-pipelines|codecov|dependabot|action|appveyor)(?:\..+)?\.ya?ml$/,
];

/** Texts with a name of their own that a tool reads. */
const namedForPrograms =
  /^(?:cmakelists|robots|humans-ads|ads|app-ads|requirements(?:[-_.].*)?|constraints(?:[-_.].*)?|.*-requirements|top_level|entry_points|sources|dependency_links|security-contacts|manifest|runtime|install_requires)\.txt$/;

const formatOfExtension = tableOf(prose);
const formatOfCode = tableOf(code);

/**
 * The VS Code language identifier of a file by its name; undefined for what is not known to be text for people.
 * @param withCode whether programs count too, for the sake of their comments and strings
 */
export function formatOfFile(path: string, withCode = false): string | undefined {
  const name = basename(path).toLowerCase();
  const extension = /\.([^.]+)$/.exec(name)?.[1] ?? '';
  // The strings of an Android app; XML in general has no telling what is prose.
  if (name === 'strings.xml') return 'xml';
  if (name.endsWith('.blade.php')) return withCode ? 'blade' : undefined;
  // Another language than HTML behind the tags of ERB: nobody here reads both.
  if (/\.(?!html?\.)\w+\.(?:erb|ejs|hbs|twig)$/.test(name)) return undefined;
  const format = formatOfExtension.get(extension);
  if (namedForPrograms.test(name)) return undefined;
  const isData = format === 'json' || format === 'jsonc' || format === 'yaml';
  if (isData && forPrograms.some((pattern) => pattern.test(name))) return undefined;
  return format ?? (withCode ? formatOfCode.get(extension) : undefined);
}

/** Markup that is left as it is, and so can be named without harm. */
const unread: ReadonlyMap<string, string> = tableOf({
  asciidoc: 'adoc asciidoc asc',
  org: 'org',
  textile: 'textile',
  mediawiki: 'mediawiki wiki',
});

/**
 * The VS Code language identifier of a file that somebody names: programs and data for programs count too. Undefined for what
 * is read as plain text.
 */
export function formatOfNamedFile(path: string): string | undefined {
  const name = basename(path).toLowerCase();
  const extension = /\.([^.]+)$/.exec(name)?.[1] ?? '';
  if (name === 'dockerfile' || name === 'containerfile') return 'dockerfile';
  if (name === 'makefile' || name === 'gnumakefile') return 'makefile';
  if (name.endsWith('.blade.php')) return 'blade';
  if (/\.(?!html?\.)\w+\.(?:erb|ejs|hbs|twig)$/.test(name)) return undefined;
  return (
    formatOfFile(path, true) ??
    formatOfExtension.get(extension) ??
    formatOfCode.get(extension) ??
    unread.get(extension)
  );
}

function tableOf(formats: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  const entries = Object.entries(formats);
  return new Map(
    entries.flatMap(([format, extensions]) =>
      extensions.split(' ').map((extension) => [extension, format] as const),
    ),
  );
}
