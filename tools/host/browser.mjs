import { chromium } from 'playwright-core';
import { ensureChromium } from './chromium.mjs';

const loopback = new Set(['127.0.0.1', 'localhost']);

/**
 * @typedef {object} Browser
 * @property {import('playwright-core').BrowserContext} context
 * @property {Set<string>} refused hosts beyond the loopback interface that a page asked for (and did not get)
 * @property {() => Promise<void>} stop
 */

/**
 * Starts a headless Chromium that reaches nothing but this machine.
 * @param {{ width: number, height: number }} [viewport]
 * @returns {Promise<Browser>}
 */
export async function startBrowser(viewport = { width: 1280, height: 800 }) {
  const browser = await chromium.launch({
    executablePath: await ensureChromium(),
    headless: true,
    // In a container Chromium cannot sandbox itself as root, and /dev/shm is too small for it.
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
  const context = await browser.newContext({ viewport });
  /** @type {Set<string>} */
  const refused = new Set();
  await context.route(
    (url) => !loopback.has(url.hostname),
    (route) => {
      refused.add(new URL(route.request().url()).host);
      return route.abort();
    },
  );
  return { context, refused, stop: () => browser.close() };
}
