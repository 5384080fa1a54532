import fs from 'node:fs';
import { inRoot } from './paths.mjs';
import { ensurePython, venvPython } from './python.mjs';
import { readCounts, readJunitCounts, resultsVariable, sum } from './results.mjs';
import { tryRun } from './run.mjs';
import { ensureServing } from './servingPython.mjs';

/**
 * @typedef {object} Stage
 * @property {string} title
 * @property {(results: string) => Promise<number>} run exit code; the counts go to the file `results`
 * @property {(results: string) => import('./results.mjs').Counts | undefined} [counts] reads that file; default: our own format
 * @property {number} limitSeconds after so long the stage is ended
 * @property {false} [counted] the stage has no tests, it only has to succeed
 */

/** @param {string} results */
const environment = (results) => ({ ...process.env, [resultsVariable]: results });

/**
 * @param {number} limitSeconds
 * @param {...string} parameters
 * @returns {(results: string) => Promise<number>}
 */
const node =
  (limitSeconds, ...parameters) =>
  (results) =>
    tryRun(process.execPath, parameters, { env: environment(results), limitSeconds });

/** @param {number} limitSeconds @param {string} specs @param {...string} flags */
const mocha = (limitSeconds, specs, ...flags) =>
  node(
    limitSeconds,
    ...['--import', 'tsx', inRoot('node_modules', 'mocha', 'bin', 'mocha.js')],
    ...['--reporter', inRoot('tools', 'mocha', 'reporter.cjs'), '--forbid-only', ...flags, specs],
  );

/** The stages of `npm test`, in their order. @type {Record<string, Stage>} */
export const stages = {
  lint: {
    title: 'types, lint, format',
    limitSeconds: 1200,
    run: node(1200, 'tools/lint.mjs', '--no-python'),
  },
  unit: {
    title: 'unit, golden and property tests',
    limitSeconds: 1800,
    run: mocha(1800, 'test/unit/**/*.test.ts', '--timeout', '180000'),
  },
  python: {
    title: 'the model workshop (ruff, mypy, pytest)',
    limitSeconds: 1800,
    async run(results) {
      fs.rmSync(`${results}.lint`, { force: true });
      await ensurePython();
      await ensureServing();
      const checked = await node(600, 'tools/lint.mjs', '--python')(`${results}.lint`);
      const tested = await tryRun(venvPython, ['-m', 'pytest', '-q', `--junitxml=${results}`, 'models'], {
        limitSeconds: 1800,
      });
      return checked === 0 ? tested : checked;
    },
    counts: (results) => sum(readCounts(`${results}.lint`), readJunitCounts(results)),
  },
  build: {
    title: 'bundles for development',
    limitSeconds: 120,
    run: node(120, 'tools/build.mjs'),
    counted: false,
  },
  parity: {
    title: 'the engine against the reference decoder',
    limitSeconds: 1800,
    run: mocha(1800, 'test/parity/**/*.test.ts', '--timeout', '1200000'),
  },
  package: {
    title: 'the .vsix of this platform',
    limitSeconds: 600,
    run: node(600, 'tools/package.mjs'),
    counted: false,
  },
  host: { title: 'inside VS Code', limitSeconds: 1800, run: node(1800, 'tools/host-tests.mjs') },
  e2e: {
    title: 'the installed .vsix, as a person uses it',
    limitSeconds: 1200,
    run: mocha(1200, 'test/e2e/**/*.test.mts', '--timeout', '180000'),
  },
};
