import fs from 'node:fs';

/**
 * How many tests passed, failed and were skipped.
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 */

/** Variable that names the file in which a runner leaves its counts. */
export const resultsVariable = 'INTERLINEAR_TEST_RESULTS';

/** @param {Counts} counts */
export function writeCounts(counts) {
  const file = process.env[resultsVariable];
  if (file !== undefined) fs.writeFileSync(file, `${JSON.stringify(counts)}\n`);
}

/** @param {string} file @returns {Counts | undefined} undefined if the runner did not come to its end */
export function readCounts(file) {
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : undefined;
}

/**
 * Counts of a JUnit report, as pytest writes it.
 * @param {string} file
 * @returns {Counts | undefined}
 */
export function readJunitCounts(file) {
  if (!fs.existsSync(file)) return undefined;
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const [suite] of fs.readFileSync(file, 'utf8').matchAll(/<testsuite [^>]*>/g)) {
    const number = (/** @type {string} */ name) =>
      Number(new RegExp(` ${name}="(\\d+)"`).exec(suite)?.[1] ?? 0);
    const failed = number('failures') + number('errors');
    counts.failed += failed;
    counts.skipped += number('skipped');
    counts.passed += number('tests') - failed - number('skipped');
  }
  return counts;
}

/** @param {Counts} counts @returns {string} e.g. `12 passed, 0 failed`, and `, 1 skipped` where one was */
export function summary({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/**
 * Adds counts up; undefined if one of them is, because then a runner did not come to its end.
 * @param {...(Counts | undefined)} all
 * @returns {Counts | undefined}
 */
export function sum(...all) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const counts of all) {
    if (counts === undefined) return undefined;
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped += counts.skipped;
  }
  return total;
}
