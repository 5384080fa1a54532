import { runServerProcess } from './serverMain.js';

void runServerProcess(process.argv.slice(2), async ({ directory, device }) => {
  // Loaded with the first model and not at the start, so that clients are accepted at once.
  const { createEngine } = await import('./createEngine.js');
  return createEngine({ directory, device, verify: true });
});
