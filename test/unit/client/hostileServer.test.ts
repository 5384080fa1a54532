import { strict as assert } from 'node:assert';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { InstallBench } from './support/installBench.js';
import { ModelServer } from './support/modelServer.js';

const graph = 'graphs/model.int8.onnx';

describe('a model from a server that errs or lies', () => {
  let bench: InstallBench;
  beforeEach(async () => (bench = await InstallBench.create()));
  afterEach(() => bench.close());

  it('is thrown away when the server has other bytes', async () => {
    bench.server.behave = ({ path }, response, content) => {
      if (path !== graph) return false;
      response.end(Buffer.alloc(content.length, 7));
      return true;
    };
    await bench.fails(bench.install(), 'modelCorrupt', /model\.int8\.onnx is not the file .*thrown away/);
    assert.equal(bench.server.requestsFor(graph).length, 1, 'and is not asked for again');
    bench.server.behave = () => false;
    await bench.install();
    await bench.assertInstalled();
  });

  for (const [what, bytes] of [
    ['more', 10],
    ['fewer', -10],
  ] as const) {
    it(`is refused when the server announces ${what} bytes`, async () => {
      bench.server.behave = ({ path }, response, content) => {
        if (path !== graph) return false;
        response.writeHead(200, { 'content-length': content.length + bytes });
        response.end(content.subarray(0, content.length + bytes));
        return true;
      };
      await bench.fails(bench.install(), 'installFailed', new RegExp(`${300_000 + bytes} bytes.*300000`));
    });
  }

  it('is refused when more comes than was announced', async () => {
    bench.server.behave = ({ path }, response, content) => {
      if (path !== graph) return false;
      response.write(content);
      response.end('and more');
      return true;
    };
    await bench.fails(bench.install(), 'installFailed', /> 300000 bytes/);
  });

  it('ends early again and again only so often', async () => {
    bench.server.behave = ({ path }, response) => {
      if (path !== graph) return false;
      response.writeHead(200).end('short');
      return true;
    };
    await bench.fails(bench.install(), 'installFailed', /ended early/);
  });

  for (const status of [401, 403, 404, 410, 302]) {
    it(`says what the server answered: ${status}`, async () => {
      bench.server.behave = (_request, response) => {
        response.writeHead(status).end();
        return true;
      };
      await bench.fails(bench.install(), 'installFailed', new RegExp(`answered ${status}`));
      assert.equal(bench.server.asked.length, 1);
    });
  }

  it('is asked for again after 500 and 503, and not for ever', async () => {
    let answers = 0;
    bench.server.behave = (_request, response) => {
      if (++answers > 2) return false;
      response.writeHead(answers === 1 ? 500 : 503).end();
      return true;
    };
    await bench.install();
    await bench.assertInstalled();
    rmSync(join(bench.directory, 'tiny@1.0.0'), { recursive: true });
    answers = -100;
    await bench.fails(bench.install(), 'installFailed', /HTTP 503/);
  });

  it('follows redirects, but not to where anybody could change it', async () => {
    bench.server.behave = ({ path }, response) => {
      if (path.startsWith('moved/')) return false;
      response.writeHead(302, { location: `${bench.server.url}moved/${path}` }).end();
      return true;
    };
    const plain = bench.server.behave;
    bench.server.behave = (asked, response, content) => {
      if (!asked.path.startsWith('moved/')) return plain(asked, response, content);
      const path = asked.path.replace('moved/', '');
      const body = path === 'model.json' ? Buffer.from(bench.model.text) : bench.model.contents.get(path);
      bench.server.serve(asked, response, body ?? Buffer.alloc(0));
      return true;
    };
    await bench.install();
    await bench.assertInstalled();
    rmSync(join(bench.directory, 'tiny@1.0.0'), { recursive: true });
    const elsewhere: typeof fetch = async (...request) => {
      const response = await fetch(...request);
      return Object.defineProperty(response, 'url', { value: 'http://example.org/model.json' });
    };
    await bench.fails(bench.install({ fetch: elsewhere }), 'installFailed', /https:\/\//);
  });

  it('is not asked for at an address that is none, insecure, or names a password', async () => {
    const at = (url: string): Promise<unknown> => bench.install({}, undefined, url);
    for (const url of [
      '',
      'models/tiny',
      'C:\\models',
      'javascript:alert(1)',
      'file:///etc/',
      'http://a.b/',
    ]) {
      await bench.fails(at(url), 'invalidArgument', /web address|https:/);
    }
    await bench.fails(at('https://me:secret@example.org/'), 'invalidArgument', /password/);
  });

  it('says which server cannot be reached, and trusts no wrong certificate', async () => {
    const gone = await ModelServer.start(bench.model);
    const { url } = gone;
    await gone.close();
    await bench.fails(bench.install({}, undefined, url), 'installFailed', /ECONNREFUSED/);
    let asked = 0;
    const untrusted: typeof fetch = () => {
      asked++;
      const cause = Object.assign(new Error('self-signed'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
      return Promise.reject(new TypeError('fetch failed', { cause }));
    };
    await bench.fails(bench.install({ fetch: untrusted }), 'installFailed', /SELF_SIGNED/);
    assert.equal(asked, 1);
  });

  it('is refused when its manifest leads out of its folder, is enormous, or is none', async () => {
    const { manifest } = bench.model;
    const [file] = manifest.files;
    const answer = (text: string): void => {
      bench.server.behave = ({ path }, response) => {
        if (path !== 'model.json') return false;
        response.end(text);
        return true;
      };
    };
    const withFile = (change: object): string =>
      JSON.stringify({ ...manifest, files: [...manifest.files, { ...file, ...change }] });
    for (const path of ['../x', '/etc/x', 'a/../../x', '..\\x', 'C:\\x', 'model.json']) {
      answer(withFile({ path }));
      await bench.fails(bench.install(), 'modelInvalid', /model\.json/);
    }
    answer(withFile({ path: 'huge', bytes: 2 ** 52 }));
    await bench.fails(bench.install(), 'installFailed', /only \d+ MB are free/);
    answer(withFile({ path: 'huge', bytes: 2 ** 60 }));
    await bench.fails(bench.install(), 'modelInvalid', /bytes/);
    answer('<html>Please log in</html>');
    await bench.fails(bench.install(), 'modelInvalid', /JSON/);
    answer(' '.repeat(9 * 2 ** 20));
    await bench.fails(bench.install(), 'installFailed', /too large/);
    assert.deepEqual(bench.server.requestsFor(file!.path), [], 'not one file was asked for');
  });

  it('is not begun where it does not fit', async () => {
    await bench.fails(
      bench.install({ freeBytes: () => Promise.resolve(1e6) }),
      'installFailed',
      /only 1 MB are free/,
    );
    assert.equal(bench.server.asked.length, 1);
    await bench.install({ freeBytes: () => Promise.resolve(null) });
    await bench.assertInstalled();
  });
});
