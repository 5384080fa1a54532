import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

import { repositoryRoot } from '../../parity/python.js';
import { productBundles } from '../bundles.js';
import { durationRow } from '../report/timedRow.js';
import type { Section } from '../section.js';

const title = 'Activation of the extension';
const answer = z.object({
  load: z.number(),
  activate: z.number(),
  processor: z.number(),
  commands: z.number().int().min(5),
});

/** The packaged bundle in a fresh Node process with a `vscode` in which every call costs nothing. */
export const activation: Section = {
  id: 'activation',
  title,
  async run({ options, say }) {
    say('activation');
    const samples = options.quick ? 7 : 15;
    const { extension } = await productBundles();
    const script = join(repositoryRoot, 'test', 'benchmarks', 'activation', 'measureActivation.cjs');
    const folder = mkdtempSync(join(tmpdir(), 'il-bench-'));
    try {
      const loads: number[] = [];
      const activations: number[] = [];
      const processor: number[] = [];
      for (let sample = -1; sample < samples; sample++) {
        const { stdout } = await promisify(execFile)(process.execPath, [script, extension, folder]);
        const sampled = answer.parse(JSON.parse(stdout));
        if (sample < 0) continue;
        loads.push(sampled.load);
        activations.push(sampled.activate);
        processor.push(sampled.processor);
      }
      const row = (measured: string, wall: number[], limit?: number) =>
        durationRow(
          title,
          { measured, times: { wall, processor: [] } },
          limit === undefined ? undefined : { kind: 'under', limit },
        );
      const total = loads.map((load, sample) => load + activations[sample]!);
      return [
        row('loading the bundle and activate(), stub of vscode', total, 50),
        row('of which activate()', activations),
        row('processor time of both', processor),
      ];
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};
