import { randomBytes } from 'node:crypto';
import http from 'node:http';

/** @param {string} text */
const escapeHtml = (text) => text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;');

/**
 * Opens a page under a secret address that logs the visitor in to the editor, so that nobody has to copy a password.
 * @param {string} workbench address of the editor, with what it shall open
 * @param {string} password
 * @returns {Promise<{ address: string, close: () => void }>}
 */
export async function openDoorway(workbench, password) {
  const secret = `/${randomBytes(16).toString('base64url')}`;
  const login = workbench.replace('/?', '/login?');
  const page = `<!doctype html><meta charset="utf-8"><title>Interlinear</title>
<form method="post" action="${escapeHtml(login)}"><input type="hidden" name="password" value="${escapeHtml(password)}"><noscript><button>Open VS Code</button></noscript></form>
<script>document.forms[0].submit()</script>`;
  const server = http.createServer((request, response) => {
    if (request.url !== secret || request.method !== 'GET') {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    });
    response.end(page);
  });
  await new Promise((resolve, reject) =>
    server.once('error', reject).listen(0, '127.0.0.1', () => resolve(undefined)),
  );
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { address: `http://127.0.0.1:${port}${secret}`, close: () => server.close() };
}
