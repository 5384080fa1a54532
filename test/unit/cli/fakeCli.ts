import { runCli } from '../../../extension/cli/runCli.js';
import { FakeCliEngine } from './fakeModel.js';
import { tinyManifest } from '../inference/support/tinyManifest.js';

/** The command line as a process of its own, but for the engine. */
void runCli({
  version: '1.2.3',
  bundledModel: process.env['FAKE_MODEL'] ?? '',
  createEngine: (request) => Promise.resolve(new FakeCliEngine(request, tinyManifest())),
});
