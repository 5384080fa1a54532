import { existsSync } from 'node:fs';

import { createEngine } from '../../../extension/inference/createEngine.js';
import { createRemoteEngine } from '../../../extension/inference/remote/createRemoteEngine.js';
import { servingPython } from '../../../tools/lib/servingPython.mjs';
import { RemoteServer } from '../../parity/remoteServer.js';
import { interleave } from '../measure/interleave.js';
import type { Row } from '../report/row.js';
import { comparisonRow } from '../report/timedRow.js';
import { sentences } from '../samples.js';
import { CannotMeasure, type Context, type Section } from '../section.js';

const title = 'A server in place of this machine';
const counts = [1, 8, 32];

/** What a request costs where a server on this same machine runs the model (int8, MLServer), against the engine alone. */
export const server: Section = {
  id: 'server',
  title,
  async run({ model, options, say }: Context): Promise<Row[]> {
    if (!existsSync(servingPython))
      throw new CannotMeasure('the server is not installed (npm run setup:serving)');
    const { directory, name } = await model();
    const running = await RemoteServer.start(directory, 'int8');
    const local = await createEngine({ directory, device: 'cpu', threads: options.threads });
    const remote = await createRemoteEngine({
      directory: running.client,
      endpoint: { url: running.address },
    });
    try {
      const rows: Row[] = [];
      for (const count of counts) {
        say(`server: ${count} sentences`);
        const texts = Array.from({ length: count }, (_, index) => sentences[(3 * index) % sentences.length]!);
        const parameters = { texts, instruction: 'Translate to German.' };
        const times = await interleave(
          [
            { name: 'server', run: () => remote.rewrite(parameters) },
            { name: 'here', run: () => local.rewrite(parameters) },
          ],
          { rounds: options.rounds },
        );
        const sizes = `${name}, ${count} ${count === 1 ? 'sentence' : 'sentences'}`;
        const { processorRatio: _elsewhere, ...row } = comparisonRow(
          title,
          { measured: `server on this machine, ${sizes}`, times: times.server },
          { measured: `the engine itself, ${sizes}`, times: times.here },
        );
        rows.push(row);
      }
      return rows;
    } finally {
      await remote.dispose();
      await local.dispose();
      await running.stop();
    }
  },
};
