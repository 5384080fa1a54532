import assert from 'node:assert/strict';

import { parseEndpointAddress } from '../../../../extension/core/protocol/endpointAddress.js';
import { EndpointError } from '../../../../extension/core/protocol/endpointError.js';
import { createRemoteEngine } from '../../../../extension/inference/remote/createRemoteEngine.js';
import { HttpConnection } from '../../../../extension/inference/remote/httpConnection.js';
import { restlessModel } from '../support/fakeGraph.js';
import { ClientPackage } from './support/clientPackage.js';
import { LoopbackServer } from './support/loopbackServer.js';

const path = '/v2/health/ready';

describe('requests to a server', () => {
  let folder: ClientPackage;
  let server: LoopbackServer;
  let connection: HttpConnection;

  before(() => {
    folder = new ClientPackage();
  });
  beforeEach(async () => {
    server = await new LoopbackServer(restlessModel, folder.manifest).listen();
    connection = connectionTo(server.url);
  });
  afterEach(async () => {
    connection.dispose();
    await server.close();
  });
  after(() => folder.remove());

  function connectionTo(url: string): HttpConnection {
    const options = { timeoutMilliseconds: 5_000, retryPauses: [1, 2, 3] };
    return new HttpConnection(parseEndpointAddress(url, false), options);
  }

  it('share a connection', async () => {
    for (let count = 0; count < 5; count++) await connection.send(path);
    assert.deepEqual([server.requests.length, server.connections], [5, 1]);
  });

  it('go out again when the server has closed the connection meanwhile', async () => {
    await connection.send(path);
    server.hangUp();
    assert.equal((await connection.send(path, '{}')).status, 200);
    assert.equal(server.connections, 2);
  });

  for (const status of [429, 502, 503, 504]) {
    it(`wait for a server that has too much to do (${status})`, async () => {
      let refusals = 2;
      server.fault = ({ response }) => {
        if (refusals-- <= 0) return false;
        response.writeHead(status).end();
        return true;
      };
      assert.equal((await connection.send(path)).status, 200);
      assert.equal(server.requests.length, 3);
    });
  }

  it('give up in the end', async () => {
    server.fault = ({ response }) => Boolean(response.writeHead(503).end());
    assert.equal((await connection.send(path)).status, 503);
    assert.equal(server.requests.length, 4);
  });

  it('wait as long as the server asks for, but not for minutes', async () => {
    let seconds = 1;
    server.fault = ({ response }) => {
      if (server.requests.length > 1) return false;
      return Boolean(response.writeHead(429, { 'retry-after': String(seconds) }).end());
    };
    const start = performance.now();
    assert.equal((await connection.send(path)).status, 200);
    assert.ok(performance.now() - start > 950);
    server.requests.length = 0;
    seconds = 600;
    assert.equal((await connection.send(path)).status, 429);
  });

  it('that failed otherwise are not sent again', async () => {
    server.fault = ({ response }) => Boolean(response.writeHead(500).end());
    assert.equal((await connection.send(path)).status, 500);
    assert.equal(server.requests.length, 1);
  });

  it('end at once when they are cancelled, on both sides', async () => {
    const abort = new AbortController();
    const gone = new Promise<void>((resolve) => {
      server.fault = ({ response }) => {
        setTimeout(() => abort.abort());
        return Boolean(response.on('close', resolve));
      };
    });
    const sent = connection.send(path, '{}', abort.signal);
    await assert.rejects(sent, { name: 'AbortError' });
    await gone;
    await assert.rejects(connection.send(path, undefined, abort.signal), { name: 'AbortError' });
    assert.equal(server.requests.length, 1);
  });

  it('can be cancelled while they wait for their next try', async () => {
    server.fault = ({ response }) => Boolean(response.writeHead(429, { 'retry-after': '9' }).end());
    const abort = new AbortController();
    const sent = connection.send(path, undefined, abort.signal);
    setTimeout(() => abort.abort(), 50);
    const start = performance.now();
    await assert.rejects(sent, { name: 'AbortError' });
    assert.ok(performance.now() - start < 2_000);
  });

  it('of rewriting and classifying are cancelled with them', async () => {
    const engine = await createRemoteEngine({ directory: folder.directory, endpoint: { url: server.url } });
    const calls = [
      (signal: AbortSignal) => engine.rewrite({ texts: ['Hello.'], instruction: 'Fix.' }, { signal }),
      (signal: AbortSignal) => engine.classify({ texts: ['Hello.'], labels: ['good', 'bad'] }, { signal }),
    ];
    for (const call of calls) {
      const abort = new AbortController();
      const gone = new Promise<void>((resolve) => {
        server.fault = ({ response }) => {
          setTimeout(() => abort.abort());
          return Boolean(response.on('close', resolve));
        };
      });
      const answer = call(abort.signal);
      await assert.rejects(answer, { name: 'AbortError' });
      await gone;
    }
    await engine.dispose();
  });
});

describe('the address of a server', () => {
  const parse = (text: string, allow = false): string => parseEndpointAddress(text, allow).url;

  it('is https, or this machine itself', () => {
    assert.equal(parse(' https://models.example.org/ '), 'https://models.example.org');
    assert.equal(parse('https://models.example.org:8443/team/v2/'), 'https://models.example.org:8443/team');
    for (const host of ['localhost:8080', '127.0.0.1:8080', '127.9.9.9', '[::1]:1'])
      assert.equal(parse(`http://${host}`), `http://${host}`);
    for (const url of [
      'http://example.org',
      'http://10.0.0.1:8000',
      'http://localhost.example.org',
      'http://127.0.0.1.example.org',
    ]) {
      assert.throws(() => parse(url), { problem: 'unencrypted' });
      assert.equal(parse(url, true), url);
    }
  });

  it('holds nothing else', () => {
    for (const text of [
      '',
      'example.org',
      'ftp://example.org',
      'file:///etc',
      'https://a/?x=1',
      'https://a/#x',
      'javascript:1',
    ])
      assert.throws(() => parse(text, true), { problem: 'addressInvalid' });
    assert.throws(
      () => parse('https://me:geheim@example.org'),
      (error: unknown) => {
        return (
          error instanceof EndpointError &&
          error.problem === 'addressPassword' &&
          !error.message.includes('geheim')
        );
      },
    );
    assert.throws(
      () => parse('me:geheim@exam ple'),
      (error: unknown) => {
        return error instanceof EndpointError && !error.message.includes('geheim');
      },
    );
  });
});
