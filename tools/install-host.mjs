// Installs what the tests inside VS Code need: the editor itself and a browser. Does nothing when both are there.
import { ensureChromium } from './host/chromium.mjs';
import { installHost } from './host/install.mjs';
import { hostDirectory } from './host/location.mjs';
import { runTool, say } from './lib/tool.mjs';

await runTool(async () => {
  await installHost();
  say(`VS Code: ${hostDirectory}`);
  say(`Chromium: ${await ensureChromium()}`);
});
