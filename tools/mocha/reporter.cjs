'use strict';
const fs = require('node:fs');
const Mocha = require('mocha');

/** The usual list of tests; also writes their counts to the file that `INTERLINEAR_TEST_RESULTS` names. */
module.exports = class CountingReporter extends Mocha.reporters.Spec {
  /**
   * @param {import('mocha').Runner} runner
   * @param {import('mocha').MochaOptions} options
   */
  constructor(runner, options) {
    super(runner, options);
    runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
      const file = process.env['INTERLINEAR_TEST_RESULTS'];
      if (file === undefined) return;
      const { passes, failures, pending } = this.stats;
      fs.writeFileSync(file, `${JSON.stringify({ passed: passes, failed: failures, skipped: pending })}\n`);
    });
  }
};
