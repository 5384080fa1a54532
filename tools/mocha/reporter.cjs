'use strict';
const fs = require('node:fs');
const Mocha = require('mocha');

/** How long after the last test something may keep the process alive, in milliseconds. */
const patience = 15_000;

/**
 * The usual list of tests; also writes their counts to the file that `INTERLINEAR_TEST_RESULTS` names, and ends a run whose tests
 * left something open, as a failure.
 */
module.exports = class CountingReporter extends Mocha.reporters.Spec {
  /**
   * @param {import('mocha').Runner} runner
   * @param {import('mocha').MochaOptions} options
   */
  constructor(runner, options) {
    super(runner, options);
    runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
      // Without a reference of its own, this fires only where something else still holds the process.
      setTimeout(() => {
        process.stderr.write(`The tests left open: ${process.getActiveResourcesInfo().join(', ')}\n`);
        // Mocha sets the exit code once more while the process ends; the last handler has the last word.
        process.once('exit', () => {
          process.exitCode = 1;
        });
        process.exit();
      }, patience).unref();
    });
    // After every test, so that a run that is ended at its limit keeps what passed.
    for (const event of [Mocha.Runner.constants.EVENT_TEST_END, Mocha.Runner.constants.EVENT_RUN_END]) {
      runner.on(event, () => this.writeCounts());
    }
  }

  writeCounts() {
    const file = process.env['INTERLINEAR_TEST_RESULTS'];
    if (file === undefined) return;
    const { passes, failures, pending } = this.stats;
    fs.writeFileSync(file, `${JSON.stringify({ passed: passes, failed: failures, skipped: pending })}\n`);
  }
};
