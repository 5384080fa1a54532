// npm run web: VS Code in the browser, with the extension installed and the sample open. `--port N`, default: a free one.
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pc from 'picocolors';
import { openDoorway } from './host/doorway.mjs';
import { installHost } from './host/install.mjs';
import { remoteUri, startServer, workbenchUrl } from './host/server.mjs';
import { currentTarget, inRoot, vsixPath } from './lib/paths.mjs';
import { run } from './lib/run.mjs';
import { runTool, say, step, ToolError } from './lib/tool.mjs';

/** @returns {number | undefined} */
function askedPort() {
  const at = process.argv.indexOf('--port');
  if (at < 0) return undefined;
  const port = Number(process.argv[at + 1]);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new ToolError('--port needs a number from 1 to 65535.');
  return port;
}

await runTool(async () => {
  const port = askedPort();
  await installHost();
  await run(process.execPath, [inRoot('tools', 'package.mjs')]);
  const workspace = fs.mkdtempSync(path.join(os.tmpdir(), 'interlinear-sample-'));
  process.once('exit', () => fs.rmSync(workspace, { recursive: true, force: true }));
  fs.cpSync(inRoot('samples'), workspace, { recursive: true });
  // Whoever reaches the editor has a terminal, so even on the loopback interface it asks for a password.
  const password = randomBytes(24).toString('base64url');
  const server = await step('start VS Code with the extension', () =>
    startServer({
      vsix: [vsixPath(currentTarget)],
      password,
      settings: { 'editor.wordWrap': 'on' },
      ...(port === undefined ? {} : { port }),
    }),
  );
  const address = workbenchUrl(server, workspace, [
    ['openFile', remoteUri(server, path.join(workspace, 'sample.md'))],
  ]);
  const doorway = await openDoorway(address, password);
  say(`
${pc.bold('Open')}  ${pc.cyan(doorway.address)}

Select a text, press F1 and run "Interlinear: Instruct…" (or right-click, Interlinear). The sample is a copy: change what you like.
Only this machine can reach it, and only with this address. Ctrl+C ends it.`);
  // Ctrl+C runs the exit handlers, which end the server and remove its folders.
  const code = await server.exited;
  throw new ToolError(`The VS Code server ended by itself (code ${code ?? 'none'}).`);
});
