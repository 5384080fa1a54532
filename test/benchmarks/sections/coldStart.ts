import { spawn } from 'node:child_process';

import { interleave } from '../measure/interleave.js';
import type { Goal, Row } from '../report/row.js';
import { durationRow } from '../report/timedRow.js';
import { productBundles } from '../bundles.js';
import { sentences } from '../samples.js';
import type { Section } from '../section.js';
import { withProcess } from '../withProcess.js';

const title = 'Cold start';
const goal: Goal = { kind: 'under', limit: 1500 };
const instruction = 'Translate to German.';
const text = sentences[1]!;

/** From nothing to the first answer; the files are in the page cache, as after the first use since the boot. */
export const coldStart: Section = {
  id: 'cold',
  title,
  async run({ options, model, say }) {
    say('cold start');
    const { directory, name } = await model();
    const { cli } = await productBundles();
    const firstAnswer = () =>
      withProcess(directory, async (client) => {
        const started = performance.now();
        await client.rewrite({ texts: [text], instruction });
        return performance.now() - started;
      });
    const process: number[] = [];
    const { commandLine, bare } = await interleave(
      [
        { name: 'process', run: async () => process.push(await firstAnswer()) },
        { name: 'commandLine', run: () => runCli(cli, directory) },
        { name: 'bare', run: () => runNode(['--eval', '0']) },
      ],
      { rounds: options.quick ? 3 : 9 },
    );
    // Ending the process takes time too, which nobody waits for; the first round was the warm-up.
    const wall = process.slice(1);
    const rows: Row[] = [
      durationRow(
        title,
        { measured: `inference process to first answer, ${name}`, times: { wall, processor: [] } },
        goal,
      ),
      durationRow(
        title,
        { measured: `command line from start to end, one sentence, ${name}`, times: commandLine },
        goal,
      ),
      durationRow(title, { measured: 'for comparison: Node that does nothing', times: bare }),
    ];
    return rows;
  },
};

async function runCli(cli: string, directory: string): Promise<void> {
  const output = await runNode([cli, 'run', '--instruction', instruction, '--model', directory, '-'], text);
  if (output.trim() === '') throw new Error('the command line gave no answer');
}

/** @returns what it wrote to its standard output */
function runNode(parameters: readonly string[], input = ''): Promise<string> {
  return new Promise((fulfil, reject) => {
    const child = spawn(process.execPath, parameters, { stdio: ['pipe', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) fulfil(output);
      else reject(new Error(`${parameters.slice(0, 2).join(' ')} ended with ${String(code)}`));
    });
    child.stdin.end(input);
  });
}
