import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { InterlinearError } from '../../../../extension/core/protocol/protocol.js';
import { runServerProcess } from '../../../../extension/inference/server/serverMain.js';
import { block, FakeEngine } from './fakeEngine.js';

/** The inference process as it is, but for the engine. Writes its id to the file that the test names. */
const processList = process.env['FAKE_SERVER_PROCESSES'];
if (processList !== undefined) appendFileSync(processList, `${process.pid}\n`);

// With `--expose-gc`: memory is measured after a collection.
const resident = process.memoryUsage.rss.bind(process);
process.memoryUsage.rss = () => {
  globalThis.gc?.();
  return resident();
};

void runServerProcess(process.argv.slice(2), async (parameters) => {
  switch (parameters.directory) {
    case 'missing':
      throw new InterlinearError('modelNotFound', 'There is no such model.');
    case 'slow':
      await sleep(1_500);
      break;
    case 'blocking':
      block();
      break;
    default:
      await sleep(5);
  }
  return new FakeEngine(parameters);
});
