import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import esbuild from 'esbuild';
import { inRoot } from './paths.mjs';
import { ToolError } from './tool.mjs';

/**
 * What is loaded on the first use of one of its exports and not with the bundle, because hardly any session needs all of it and an
 * activation none: name of the file in `dist/deferred`, and the modules in it. No module here may have an effect by being imported, and
 * none of ours may throw or export a class that others compare with `instanceof`.
 */
export const deferredModules = {
  zod: ['zod'],
  jsonrpc: ['vscode-jsonrpc/node'],
  messageTypes: ['extension/node/messageTypes.ts'],
  manifest: ['extension/core/model/manifest.ts'],
  instructions: ['extension/core/instructions/fuzzyInstructions.ts'],
  text: [
    'extension/core/text/findProtectedSpans.ts',
    'extension/core/text/segment.ts',
    'extension/core/text/protect.ts',
    'extension/core/text/structure.ts',
    'extension/core/text/programs/programLanguage.ts',
    'extension/core/text/programs/programSpans.ts',
    'extension/core/text/lineMarkers.ts',
  ],
  markdown: ['extension/core/text/formats/markdown/markdown.ts'],
  htmlparser2: ['htmlparser2'],
  ...Object.fromEntries(
    namesOf('lezerParsers.ts', '@lezer/').map((name) => [`lezer-${name}`, [`@lezer/${name}`]]),
  ),
  textmate: ['@shikijs/vscode-textmate', '@shikijs/engine-javascript'],
  ...Object.fromEntries(
    namesOf('textMateGrammars.ts', '@shikijs/langs/').map((name) => [
      `grammar-${name}`,
      [`@shikijs/langs/${name}`],
    ]),
  ),
  yaml: ['yaml'],
  toml: ['toml-eslint-parser'],
  messageformat: ['@messageformat/parser'],
  csv: ['csv-parse/sync'],
};

/**
 * Grammars that others are built on; keep in step with the list of `textMateTokenizer.ts`. What else a grammar embeds is left out.
 */
const foundations = ['c', 'css', 'scss', 'hlsl', 'javascript', 'shellscript'];

/**
 * @param {string} file of the programs' folder @param {string} from what the names of the modules begin with
 * @returns {string[]} the rest of the names of all such modules that it imports
 */
function namesOf(file, from) {
  const text = fs.readFileSync(inRoot('extension/core/text/programs', file), 'utf8');
  const names = [...text.matchAll(/^import [^;]*? from '([^']+)';/gm)].map(([, name = '']) => name);
  return names
    .filter((name) => name.startsWith(from))
    .map((name) => name.slice(from.length))
    .filter((name) => name !== 'lr' && name !== 'common');
}

/** Puts nothing in the place of grammars that stand in strings only. @type {import('esbuild').Plugin} */
const withoutEmbedded = {
  name: 'without-embedded-grammars',
  setup(build) {
    build.onResolve({ filter: /^\.\/[\w-]+\.mjs$/ }, ({ path: asked, importer }) => {
      const isGrammar = /@shikijs[/\\]langs[/\\]/.test(importer);
      const isNeeded = foundations.includes(asked.slice(2, -'.mjs'.length));
      // A module that only hands on another one is called after an alias.
      const isAlias = isGrammar && !fs.readFileSync(importer, 'utf8').includes('JSON.parse');
      return isGrammar && !isNeeded && !isAlias ? { path: asked, namespace: 'no-grammar' } : undefined;
    });
    build.onLoad({ filter: /.*/, namespace: 'no-grammar' }, () => ({ contents: 'export default [];' }));
  },
};

const folder = 'deferred';
const facade = 'deferred-facade';

/** @param {string} module one of {@link deferredModules} */
const resolved = (module) => (module.endsWith('.ts') ? inRoot(module) : module);

/**
 * Writes the deferred modules as bundles of their own into `dist/deferred`.
 * @param {import('esbuild').BuildOptions} options what they share with the other bundles; `outdir` is that of those
 * @returns {Promise<import('esbuild').Plugin>} for the other bundles: puts into them, in the place of each of these modules, one whose
 * exports fetch it when they are read
 */
export async function buildDeferred(options) {
  const sources = new Map(
    Object.entries(deferredModules).map(([name, modules]) => [name, modules.map(entryOf).join('\n')]),
  );
  const entries = entryPlugin(sources);
  const exported = await exportsOf([...sources.keys()], { ...options, plugins: [entries] });
  for (const name of sources.keys()) {
    await esbuild.build({
      ...options,
      entryPoints: [{ in: `entry:${name}`, out: name }],
      outdir: path.join(options.outdir ?? '', folder),
      plugins: [entries, withoutEmbedded, facadePlugin(exported, './', name)],
    });
  }
  return facadePlugin(exported, `./${folder}/`);
}

/**
 * @param {readonly string[]} names
 * @param {import('esbuild').BuildOptions} options
 * @returns {Promise<Map<string, readonly string[]>>} names of what each exports
 */
async function exportsOf(names, options) {
  const { metafile } = await esbuild.build({
    ...options,
    entryPoints: names.map((name) => ({ in: `entry:${name}`, out: name })),
    // Only of ES modules does the bundler tell what they export.
    format: 'esm',
    minify: false,
    sourcemap: false,
    write: false,
    metafile: true,
  });
  const outputs = Object.entries(metafile.outputs);
  return new Map(
    outputs.map(([file, { exports }]) => {
      const name = path.basename(file, '.js');
      // Of CommonJS modules the bundler does not know what they export: they tell it themselves.
      const names = exports.length > 0 ? exports : commonNames(name);
      if (names.length === 0) throw new ToolError(`Nothing is known of what ${name} exports.`);
      return [name, names];
    }),
  );
}

/** @param {string} name one of {@link deferredModules} @returns {string[]} */
function commonNames(name) {
  const modules = Object.entries(deferredModules).find(([known]) => known === name)?.[1] ?? [];
  const require = createRequire(import.meta.url);
  const ours = modules.filter((module) => !module.endsWith('.ts'));
  return ours.flatMap((module) => Object.keys(/** @type {object} */ (require(module))));
}

/**
 * What the bundle of a module has: all of it, but of zod, most of which nobody uses, only what our schemas name.
 * @param {string} module
 */
function entryOf(module) {
  const from = JSON.stringify(resolved(module));
  // `export *` leaves the default export out.
  if (module.startsWith('@shikijs/langs/')) return `export { default } from ${from};`;
  return module === 'zod' ? `export { ${zodNames().join(', ')} } from ${from};` : `export * from ${from};`;
}

/** @returns {string[]} the functions that follow `z.` somewhere in the product */
function zodNames() {
  const names = new Set();
  for (const file of fs.readdirSync(inRoot('extension'), { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts')) continue;
    const text = fs.readFileSync(inRoot('extension', file), 'utf8');
    if (!/from 'zod'/.test(text)) continue;
    if (!/^import (?:type )?\* as z from 'zod';$/m.test(text))
      throw new ToolError(
        `extension/${file}: write \`import * as z from 'zod';\`, so that the build finds its names.`,
      );
    for (const [, name = ''] of text.matchAll(/\bz\.(\w+)/g))
      if (/^[a-z]/.test(name) && name !== 'infer') names.add(name);
  }
  return [...names].sort();
}

/**
 * @param {ReadonlyMap<string, string>} sources
 * @returns {import('esbuild').Plugin}
 */
function entryPlugin(sources) {
  return {
    name: 'deferred-entry',
    setup(build) {
      build.onResolve({ filter: /^entry:/ }, ({ path: entry }) => ({
        path: entry.slice('entry:'.length),
        namespace: 'deferred-entry',
      }));
      build.onLoad({ filter: /.*/, namespace: 'deferred-entry' }, ({ path: name }) => ({
        contents: sources.get(name) ?? '',
        resolveDir: inRoot(),
        loader: 'ts',
      }));
    },
  };
}

/**
 * @param {ReadonlyMap<string, readonly string[]>} exported names of exports by name of module
 * @param {string} prefix of the path from the bundle to the deferred ones
 * @param {string} [own] name of the bundle that is built, which has its modules for real
 * @returns {import('esbuild').Plugin}
 */
function facadePlugin(exported, prefix, own) {
  const names = new Map(
    Object.entries(deferredModules).flatMap(([name, modules]) =>
      modules.map((module) => [resolved(module), name]),
    ),
  );
  return {
    name: facade,
    setup(build) {
      build.onResolve({ filter: /.*/ }, ({ path: asked, importer, namespace, resolveDir }) => {
        if (namespace === facade) return { path: asked, external: true };
        const source = asked.startsWith('.')
          ? path.resolve(resolveDir, asked).replace(/\.js$/, '.ts')
          : asked;
        const name = names.get(source);
        return name === undefined || name === own || importer.includes('node_modules')
          ? undefined
          : { path: name, namespace: facade };
      });
      build.onLoad({ filter: /.*/, namespace: facade }, ({ path: name }) => ({
        contents: [
          'let loaded;',
          `const load = () => (loaded ??= require(${JSON.stringify(`${prefix}${name}.js`)}));`,
          `Object.defineProperty(exports, '__esModule', { value: true });`,
          `for (const name of ${JSON.stringify(exported.get(name))})`,
          `  Object.defineProperty(exports, name, { enumerable: true, get: () => load()[name] });`,
        ].join('\n'),
        loader: 'js',
      }));
    },
  };
}
