// Everything that can be said about the code without running it.
import fs from 'node:fs';
import pc from 'picocolors';
import { inRoot } from './lib/paths.mjs';
import { isPythonReady, venvPython } from './lib/python.mjs';
import { summary, writeCounts } from './lib/results.mjs';
import { tryRun } from './lib/run.mjs';
import { duration, runTool, say, warn } from './lib/tool.mjs';

/** @param {string} file @param {...string} rest @returns {() => Promise<boolean>} a check by a program of node_modules */
const node =
  (file, ...rest) =>
  async () =>
    (await tryRun(process.execPath, [inRoot('node_modules', file), ...rest])) === 0;

/** @param {...string} rest */
const python =
  (...rest) =>
  async () =>
    (await tryRun(venvPython, ['-m', ...rest])) === 0;

const lineLimit = 300;

/** Python has no linter rule for the length of a file. */
function pythonFilesAreShort() {
  const long = fs
    .readdirSync(inRoot('models'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.py') && !file.startsWith('work'))
    .map((file) => ({ file, lines: fs.readFileSync(inRoot('models', file), 'utf8').split('\n').length - 1 }))
    .filter(({ lines }) => lines > lineLimit);
  for (const { file, lines } of long) say(`models/${file}: ${lines} lines, at most ${lineLimit}`);
  return Promise.resolve(long.length === 0);
}

/** @type {Record<string, () => Promise<boolean>>} */
const general = {
  types: node('typescript/bin/tsc', '-p', '.'),
  'types of the pages under test': node('typescript/bin/tsc', '-p', 'test/e2e'),
  eslint: node('eslint/bin/eslint.js', '--max-warnings', '0', '.'),
  // Types count too, which the rule of the linter would leave out.
  'no import cycles': node(
    'dpdm/lib/bin/dpdm.js',
    ...['--no-tree', '--no-warning', '--no-progress', '--exit-code', 'circular:1', 'extension/**/*.ts'],
  ),
  prettier: node('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '**/*.{ts,mts,mjs,cjs,json}'),
  'package.json agrees with extension/contributions': node(
    'tsx/dist/cli.mjs',
    'tools/generate-contributions.ts',
    '--check',
  ),
};

// The figures are those of the model, so without one there is nothing to compare.
if (fs.existsSync(inRoot('models', 'bundled', 'model.json'))) {
  general['README.md agrees with models/bundled'] = node('../tools/readme-quality.mjs', '--check');
}

/** @type {Record<string, () => Promise<boolean>>} */
const ofPython = {
  ruff: python('ruff', 'check', 'models'),
  mypy: python('mypy', '--config-file', 'models/pyproject.toml', 'models'),
  'length of the Python files': pythonFilesAreShort,
};

await runTool(async () => {
  // `npm test` asks for the two halves one by one, because only the second needs the Python environment.
  const checks = { ...(process.argv.includes('--python') ? {} : general) };
  if (!process.argv.includes('--no-python')) {
    if (isPythonReady()) Object.assign(checks, ofPython);
    else warn('Without .venv (npm run setup:python) the Python code is not checked.');
  }
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const [name, check] of Object.entries(checks)) {
    const started = performance.now();
    const good = await check();
    counts[good ? 'passed' : 'failed']++;
    say(`${good ? pc.green('✓') : pc.red('✗')} ${name} ${pc.dim(duration(performance.now() - started))}`);
  }
  writeCounts(counts);
  say(summary(counts));
  return counts.failed === 0 ? 0 : 1;
});
