// Runs the tests, stage by stage: `node tools/test.mjs [stage …]`, default: all of them. The last line is the count.
import fs from 'node:fs';
import path from 'node:path';
import pc from 'picocolors';
import { outcomeOf } from './lib/outcome.mjs';
import { artifacts } from './lib/paths.mjs';
import { readCounts, summary } from './lib/results.mjs';
import { stages } from './lib/stages.mjs';
import { duration, runTool, say, ToolError } from './lib/tool.mjs';

/**
 * Runs one stage. A runner that fails without saying which test failed, or that ran none, counts as one failed test.
 * @param {string} name
 * @param {import('./lib/stages.mjs').Stage} stage
 * @returns {Promise<import('./lib/outcome.mjs').Outcome>}
 */
async function runStage(name, stage) {
  const results = path.join(artifacts, 'results', `${name}.json`);
  fs.mkdirSync(path.dirname(results), { recursive: true });
  fs.rmSync(results, { force: true });
  const code = await stage.run(results);
  return outcomeOf(code, (stage.counts ?? readCounts)(results), stage);
}

await runTool(async () => {
  const asked = process.argv.slice(2);
  const unknown = asked.filter((name) => !(name in stages));
  if (unknown.length > 0)
    throw new ToolError(
      `No such stage: ${unknown.join(', ')}. There are: ${Object.keys(stages).join(', ')}.`,
    );
  const total = { passed: 0, failed: 0, skipped: 0 };
  const lines = [];
  const started = performance.now();
  for (const [name, stage] of Object.entries(stages)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    say(`\n${pc.bold(`── ${name}: ${stage.title}`)}`);
    const before = performance.now();
    const { counts, remark } = await runStage(name, stage).catch((/** @type {unknown} */ error) => ({
      counts: { passed: 0, failed: 1, skipped: 0 },
      remark: error instanceof Error ? error.message : String(error),
    }));
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped += counts.skipped;
    const mark = counts.failed === 0 ? pc.green('✓') : pc.red('✗');
    const what = stage.counted === false && counts.failed === 0 ? 'done' : summary(counts);
    const time = duration(performance.now() - before);
    lines.push(
      `${mark} ${name.padEnd(8)} ${time.padStart(12)}  ${what}${remark === '' ? '' : `  (${remark})`}`,
    );
    say(lines.at(-1) ?? '');
  }
  say(
    `\n${pc.bold('── summary')}\n${lines.join('\n')}\n  ${'total'.padEnd(8)} ${duration(performance.now() - started).padStart(12)}\n`,
  );
  say(summary(total));
  return total.failed === 0 ? 0 : 1;
});
