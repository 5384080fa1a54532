import { runServerProcess } from './serverMain.js';

/** What was learnt about the devices of this machine, for as long as the process lives. */
const rejected = new Map<string, string>();

void runServerProcess(process.argv.slice(2), async ({ directory, device, endpoint }) => {
  // Loaded with the first model and not at the start, so that clients are accepted at once; and the native library only
  // where the model runs here.
  if (endpoint) {
    const { createRemoteEngine } = await import('../remote/createRemoteEngine.js');
    return createRemoteEngine({ directory, endpoint });
  }
  const { createEngine } = await import('../createEngine.js');
  return createEngine({ directory, device, verify: true, rejected });
});
