/** @typedef {{ counts: import('./results.mjs').Counts, remark: string }} Outcome */

/** Exit code of a program that ran past its limit, as `tryRun` returns it. */
const pastLimit = 124;

/**
 * The result of a stage: its counts, with one failure more where the runner failed without naming a test.
 * @param {number} code exit code of the runner
 * @param {import('./results.mjs').Counts | undefined} found its counts so far; undefined if it wrote none
 * @param {{ readonly limitSeconds: number, readonly counted?: false }} stage
 * @returns {Outcome}
 */
export function outcomeOf(code, found, { limitSeconds, counted }) {
  const counts = found ?? { passed: 0, failed: 0, skipped: 0 };
  const oneMore = { ...counts, failed: counts.failed + 1 };
  if (code === pastLimit) return { counts: oneMore, remark: `limit of ${limitSeconds / 60} minutes` };
  if (counts.failed > 0) return { counts, remark: '' };
  if (code !== 0) return { counts: oneMore, remark: `exit code ${code}` };
  if (counts.passed === 0 && counted !== false) return { counts: oneMore, remark: 'no test was run' };
  return { counts, remark: '' };
}
