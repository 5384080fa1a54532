import fs from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';

/**
 * Runs the suites in the folder beside this file that `INTERLINEAR_TEST_SUITE` names; VS Code calls it inside the extension
 * host. The counts go to the file that `INTERLINEAR_TEST_RESULTS` names, because an exit code of 0 also reaches the runner
 * when the host has crashed. `INTERLINEAR_TEST_GREP` picks tests by their titles.
 * @throws Error if a test failed or none was run
 */
export async function run(): Promise<void> {
  const grep = process.env['INTERLINEAR_TEST_GREP'];
  const mocha = new Mocha({
    ui: 'bdd',
    color: false,
    timeout: 60_000,
    forbidOnly: true,
    ...(grep && { grep: new RegExp(grep) }),
  });
  const suites = path.join(__dirname, process.env['INTERLINEAR_TEST_SUITE'] ?? 'suite');
  const files = fs.readdirSync(suites, { recursive: true, encoding: 'utf8' }).sort();
  for (const file of files.filter((name) => name.endsWith('.test.js')))
    mocha.addFile(path.join(suites, file));

  const stats = await new Promise<Mocha.Stats>((resolve, reject) => {
    const runner = mocha.run(() => {
      if (runner.stats === undefined) reject(new Error('Mocha kept no statistics.'));
      else resolve(runner.stats);
    });
  });
  const results = process.env['INTERLINEAR_TEST_RESULTS'];
  if (results !== undefined) {
    const counts = { passed: stats.passes, failed: stats.failures, skipped: stats.pending };
    fs.writeFileSync(results, `${JSON.stringify(counts)}\n`);
  }
  if (stats.failures > 0) throw new Error(`${stats.failures} of the tests failed.`);
  if (stats.passes === 0) throw new Error('No test was run.');
}
