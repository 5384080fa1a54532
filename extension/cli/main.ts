import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { version } from '../../package.json';
import { runCli } from './runCli.js';

/** Next to the bundle's folder; one folder further up when the sources run as they are. */
const bundledModel = [
  join(__dirname, '..', 'models', 'bundled'),
  join(__dirname, '..', '..', 'models', 'bundled'),
];

void runCli({
  version,
  bundledModel: bundledModel.find((directory) => existsSync(directory)) ?? bundledModel[0] ?? '',
  createEngine: async ({ endpoint, ...parameters }) => {
    if (endpoint) {
      const { createRemoteEngine } = await import('../inference/remote/createRemoteEngine.js');
      return createRemoteEngine({ directory: parameters.directory, endpoint });
    }
    // Help and model lists need no native library.
    const { createEngine } = await import('../inference/createEngine.js');
    return createEngine(parameters);
  },
});
