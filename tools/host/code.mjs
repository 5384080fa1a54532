#!/usr/bin/env node
// Stands in for the desktop `code` executable where there is none: @vscode/test-electron runs it with the arguments that it
// gives VS Code, and it runs the suite in a VS Code server and a headless browser. Exits with the suite's exit code, or with
// 70 if the extension host crashed and 124 if it never came to an end.
import fs from 'node:fs';
import path from 'node:path';
import { runTool, ToolError } from '../lib/tool.mjs';
import { startBrowser } from './browser.mjs';
import { automationLine, isNoise } from './consoleLines.mjs';
import { extensionHostEnd, remoteUri, startServer, workbenchUrl } from './server.mjs';

const parameters = process.argv.slice(2);

/** @param {string} name @returns {string[]} values of a repeatable `--name=value` */
const values = (name) =>
  parameters.filter((one) => one.startsWith(`--${name}=`)).map((one) => one.slice(name.length + 3));

await runTool(async () => {
  const extensions = values('extensionDevelopmentPath');
  const tests = values('extensionTestsPath')[0];
  const folder = parameters.find((one) => !one.startsWith('-'));
  if (extensions.length === 0 || tests === undefined || folder === undefined) {
    throw new ToolError(
      'This stand-in only runs extension tests: it needs a folder, --extensionDevelopmentPath and --extensionTestsPath.',
    );
  }
  const forwarded = Object.entries(process.env).filter(([name]) => /^(VSCODE_TEST|INTERLINEAR_)/.test(name));
  const limit = Number(process.env['INTERLINEAR_HOST_LIMIT'] ?? 900) * 1000;
  // With trust on, what is opened is not trusted, and nobody is asked.
  const trust = process.env['INTERLINEAR_HOST_TRUST'] === '1';
  const server = await startServer({
    automation: true,
    env: Object.fromEntries(forwarded),
    trust,
    settings: trust ? { 'security.workspace.trust.startupPrompt': 'never' } : {},
  });
  try {
    const browser = await startBrowser();
    try {
      const page = await browser.context.newPage();
      // A machine that is busy takes its time.
      page.setDefaultNavigationTimeout(180_000);
      /** @type {Promise<number>} */
      const ended = new Promise((resolve) => {
        void page.exposeFunction('codeAutomationExit', resolve);
        setTimeout(() => resolve(124), limit).unref();
      });
      await page.exposeFunction(
        'codeAutomationLog',
        (/** @type {string} */ type, /** @type {unknown[]} */ parts) => {
          const line = automationLine(parts);
          if (!isNoise(line)) (type === 'error' ? process.stderr : process.stdout).write(`${line}\n`);
        },
      );
      await page.goto(
        workbenchUrl(server, path.resolve(folder), [
          ...extensions.map(
            (one) => /** @type {const} */ (['extensionDevelopmentPath', remoteUri(server, one)]),
          ),
          ['extensionTestsPath', remoteUri(server, tests)],
          ['skipWelcome', 'true'],
        ]),
      );
      const code = await ended;
      if (code === 124) {
        process.stderr.write(`The suite did not end within ${limit / 1000} s.\n`);
        return code;
      }
      const end = await extensionHostEnd(server);
      if (end.clean) return code;
      process.stderr.write(`The extension host ended badly (${end.how}).\n`);
      return code === 0 ? 70 : code;
    } finally {
      await browser.stop();
    }
  } finally {
    const kept = process.env['INTERLINEAR_HOST_LOG'];
    if (kept !== undefined) fs.copyFileSync(server.log, kept);
    await server.stop();
  }
});
// Chromium's and the server's last handles must not keep the runner waiting.
process.exit();
