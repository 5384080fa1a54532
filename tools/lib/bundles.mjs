import fs from 'node:fs';
import path from 'node:path';
import esbuild from 'esbuild';
import { buildDeferred } from './deferredModules.mjs';
import { inRoot, root } from './paths.mjs';
import { megabytes, say, ToolError } from './tool.mjs';

/** @type {import('esbuild').BuildOptions} */
const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  // The native module finds its library next to itself; `vscode` exists only inside the editor.
  external: ['vscode', 'onnxruntime-node'],
  logLevel: 'warning',
  legalComments: 'none',
};

/** Name of each bundle and the module it starts from. */
const product = {
  extension: 'extension/extension.ts',
  inference: 'extension/inference/server/main.ts',
  cli: 'extension/cli/main.ts',
};

/**
 * Builds the bundles of the product: extension, inference process, command line, and in `deferred` what they load when it is needed.
 * @param {string} directory
 * @param {boolean} production minified, without source maps
 * @returns {Promise<import('esbuild').Metafile>} what went into which
 */
export async function buildProduct(directory, production) {
  const missing = Object.values(product).filter((file) => !fs.existsSync(inRoot(file)));
  if (missing.length > 0) throw new ToolError(`Nothing to build: ${missing.join(', ')} missing.`);
  /** @type {import('esbuild').BuildOptions} */
  const options = {
    ...common,
    outdir: directory,
    minify: production,
    // No `keepNames`: it wraps functions in a helper that does not exist where the watchdog's worker runs their text.
    sourcemap: production ? false : 'linked',
  };
  const deferred = await buildDeferred(options);
  const result = await esbuild.build({
    ...options,
    entryPoints: product,
    metafile: true,
    plugins: [deferred],
  });
  const sizes = Object.entries(result.metafile.outputs)
    .filter(([file]) => file.endsWith('.js'))
    .map(([file, { bytes }]) => `${path.basename(file)} ${megabytes(bytes)}`);
  say(`Built ${path.relative(root, directory)}: ${sizes.join(', ')}`);
  return result.metafile;
}

/**
 * Builds the suites that run inside VS Code: `index.js` and one file per suite, in the folders that they lie in.
 * @param {string} directory
 */
export async function buildHostTests(directory) {
  fs.rmSync(directory, { recursive: true, force: true });
  const suites = fs
    .readdirSync(inRoot('test', 'host'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => path.posix.join('test/host', file.split(path.sep).join('/')));
  if (suites.length === 0) throw new ToolError('There is no suite in test/host.');
  await esbuild.build({
    ...common,
    entryPoints: ['test/host/index.ts', ...suites],
    outbase: 'test/host',
    outdir: directory,
    sourcemap: 'inline',
    // Mocha loads its own files by path, and must be the same instance for the runner and its suites.
    external: [...(common.external ?? []), 'mocha'],
  });
}
