import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer as createRawServer, type AddressInfo } from 'node:net';

import { EndpointError } from '../../../../extension/core/protocol/endpointError.js';
import type { EndpointProblem } from '../../../../extension/core/protocol/endpointMessages.js';
import type { EndpointParameters } from '../../../../extension/core/protocol/protocol.js';
import { fromResponseError, toResponseError } from '../../../../extension/node/wire.js';
import { createRemoteEngine } from '../../../../extension/inference/remote/createRemoteEngine.js';
import { restlessModel } from '../support/fakeGraph.js';
import { ClientPackage } from './support/clientPackage.js';
import { LoopbackServer, type SeenRequest } from './support/loopbackServer.js';

const token = 'secret-token-0123';
const metadata = '/v2/models/tiny';
const infer = '/v2/models/tiny/infer';

describe('a server that cannot be used', () => {
  let folder: ClientPackage;
  let server: LoopbackServer;

  before(() => {
    folder = new ClientPackage();
  });
  beforeEach(async () => {
    server = await new LoopbackServer(restlessModel, folder.manifest).listen();
  });
  afterEach(() => server.close());
  after(() => folder.remove());

  const load = (changes: Partial<EndpointParameters> = {}): ReturnType<typeof createRemoteEngine> =>
    createRemoteEngine({ directory: folder.directory, endpoint: { url: server.url, token, ...changes } });

  /** The error says what is wrong, also on the other side of a pipe, and does not give the token away. */
  const fails = async (
    work: Promise<unknown>,
    problem: EndpointProblem,
    words: RegExp = /./,
  ): Promise<void> => {
    await assert.rejects(work, (error: unknown) => {
      assert.ok(error instanceof EndpointError, String(error));
      assert.equal(error.problem, problem, error.message);
      assert.match(error.message, words);
      assert.ok(!JSON.stringify(toResponseError(error)).includes(token) && !error.stack?.includes(token));
      const arrived = fromResponseError(toResponseError(error));
      assert.ok(arrived instanceof EndpointError);
      assert.deepEqual([arrived.problem, arrived.message], [error.problem, error.message]);
      return true;
    });
  };

  const on = (path: string, answer: (request: SeenRequest) => unknown): void => {
    server.fault = (request) => {
      if (request.path !== path) return false;
      answer(request);
      return true;
    };
  };

  /** Loads the model, then asks while the server is in trouble. */
  const rewriteFails = async (problem: EndpointProblem, words?: RegExp): Promise<void> => {
    const { fault, change } = server;
    server.fault = () => false;
    server.change = (outputs) => outputs;
    const engine = await load({ timeoutSeconds: 0.5 });
    server.fault = fault;
    server.change = change;
    await fails(engine.rewrite({ texts: ['Hello there.'], instruction: 'Fix.' }), problem, words);
    await engine.dispose();
  };

  it('where nobody listens', async () => {
    const gone = await new LoopbackServer(restlessModel, folder.manifest).listen();
    const { url } = gone;
    await gone.close();
    await fails(load({ url }), 'unreachable', /ECONNREFUSED/);
    await fails(load({ url: 'https://no-such-host.invalid' }), 'unreachable');
  });

  for (const status of [401, 403]) {
    it(`that wants another token (${status})`, async () => {
      on('/v2/health/ready', ({ response }) => response.writeHead(status).end(`who is ${token}?`));
      await fails(load(), 'unauthorized', new RegExp(String(status)));
      on(infer, ({ response }) => response.writeHead(status).end());
      await rewriteFails('unauthorized');
    });
  }

  it('that is not ready', async () => {
    on('/v2/health/ready', ({ response }) => response.writeHead(400).end());
    await fails(load(), 'notReady');
  });

  it('that has not loaded the model yet', async () => {
    on('/v2/models/tiny-pass/ready', ({ response }) => response.writeHead(400).end());
    await fails(load(), 'notReady', /tiny-pass/);
  });

  for (const status of [400, 404]) {
    it(`that does not have the model (${status})`, async () => {
      on(metadata, ({ response }) => response.writeHead(status).end('{"error":"unknown model"}'));
      await fails(load(), 'modelMissing', /tiny/);
    });
  }

  it('that has another version, or other weights', async () => {
    server.describe = (one) => ({ ...one, parameters: { 'interlinear.version': '9.9.9' } });
    await fails(load(), 'versionDiffers', /9\.9\.9.*1\.0\.0/);
    const parameters = { 'interlinear.version': '1.0.0', 'interlinear.sha256': 'cd'.repeat(32) };
    server.describe = (one) => ({ ...one, parameters });
    await fails(load(), 'weightsDiffer');
  });

  it('that says its version as Triton does', async () => {
    server.describe = ({ parameters: _, ...one }) => one;
    const wrapped = { parameters: { 'interlinear.version': { string_value: '2.0.0' } } };
    on(`${metadata}/config`, ({ response }) => response.end(JSON.stringify(wrapped)));
    await fails(load(), 'versionDiffers', /2\.0\.0/);
  });

  it('whose tensors are others', async () => {
    server.describe = (one) => ({ ...one, inputs: one.inputs.filter(({ name }) => name !== 'pins') });
    await fails(load(), 'tensorsDiffer', /no tensor pins/);
    server.describe = (one) => ({
      ...one,
      outputs: one.outputs.map((out) => ({ ...out, datatype: 'FP64' })),
    });
    await fails(load(), 'tensorsDiffer', /tokens is FP64/);
    server.describe = (one) => ({ ...one, inputs: one.inputs.map((input) => ({ ...input, shape: [-1] })) });
    await fails(load(), 'tensorsDiffer', /1 dimensions/);
    const further = { name: 'further', datatype: 'INT64', shape: [-1] };
    server.describe = (one) => ({ ...one, inputs: [...one.inputs, further] });
    await fails(load(), 'tensorsDiffer', /further/);
    server.describe = () => ({ hello: 'world' });
    await fails(load(), 'answerInvalid');
  });

  it('that says why it refuses, without the token', async () => {
    on(infer, ({ response }) => response.writeHead(400).end(`{"error":"no ${token}, no answer"}`));
    await rewriteFails('refused', /400: no …, no answer/);
    on(infer, ({ response }) => response.writeHead(413).end('<html>too large</html>'));
    await rewriteFails('refused', /413\)/);
  });

  it('that fails', async () => {
    on(infer, ({ response }) => response.writeHead(500).end('{"error":"out of memory"}'));
    await rewriteFails('failed', /500: out of memory/);
  });

  it('that does not answer in time', async () => {
    on(infer, () => undefined);
    await rewriteFails('timedOut', /1 seconds/);
    on(infer, ({ response }) => response.writeHead(200).write('{"outputs":'));
    await rewriteFails('timedOut');
  });

  it('that hangs up in the middle', async () => {
    on(infer, ({ response }) => {
      response.writeHead(200, { 'content-length': 10_000 }).write('{"outputs":');
      setTimeout(() => response.destroy(), 20);
    });
    await rewriteFails('unreachable');
  });

  it('that sends elsewhere: nothing goes there', async () => {
    const other = await new LoopbackServer(restlessModel, folder.manifest).listen();
    for (const status of [301, 302, 307, 308]) {
      on('/v2/health/ready', ({ response }) => {
        response.writeHead(status, { location: `${other.url}/v2/health/ready` }).end();
      });
      await fails(load(), 'redirected', new RegExp(`localhost:${other.port}`));
    }
    assert.equal(other.requests.length + other.connections, 0);
    await other.close();
  });

  const nonsense: readonly (readonly [string, RegExp, string])[] = [
    ['no JSON', /not JSON/, '{"outputs":['],
    ['a page', /not JSON/, '<html>hello</html>'],
    ['another object', /outputs/, '{"answer":42}'],
    ['a list', /./, '[]'],
    ['tensors without data', /data/, '{"outputs":[{"name":"tokens","datatype":"INT64","shape":[1,1,1]}]}'],
    ['no tensors', /it has no length_logits/, '{"outputs":[]}'],
  ];
  for (const [what, words, body] of nonsense) {
    it(`that answers nonsense: ${what}`, async () => {
      on(infer, ({ response }) => response.end(body));
      await rewriteFails('answerInvalid', words);
    });
  }

  type Output = Parameters<LoopbackServer['change']>[0][number];
  const altered: readonly (readonly [string, string, RegExp, (output: Output) => object])[] = [
    [
      'a number that is none',
      'length_logits',
      /no number/,
      (one) => ({ ...one, data: one.data.map(() => null) }),
    ],
    ['a text for a number', 'passes', /whole number/, (one) => ({ ...one, data: one.data.map(String) })],
    ['half a token', 'tokens', /whole number/, (one) => ({ ...one, data: one.data.map((id) => id + 0.5) })],
    [
      'a token that does not exist',
      'tokens',
      /does not exist/,
      (one) => ({ ...one, data: one.data.map(() => 400) }),
    ],
    [
      'an answer that ends too early',
      'tokens',
      /too early/,
      (one) => ({ ...one, data: one.data.map(() => -1) }),
    ],
    ['too few numbers', 'tokens', /numbers, not/, (one) => ({ ...one, data: one.data.slice(1) })],
    ['another shape', 'log_probabilities', /shape/, (one) => ({ ...one, shape: [1, 1, 1] })],
    ['fewer dimensions', 'tokens', /shape/, (one) => ({ ...one, shape: [one.data.length] })],
    ['another type', 'tokens', /FP32/, (one) => ({ ...one, datatype: 'FP32' })],
    ['another name', 'passes', /no passes/, (one) => ({ ...one, name: 'steps' })],
  ];
  for (const [what, name, words, change] of altered) {
    it(`that answers ${what}`, async () => {
      server.change = (outputs) => outputs.map((one) => (one.name === name ? change(one) : one));
      await rewriteFails('answerInvalid', words);
    });
  }

  it('that writes NaN as Python does', async () => {
    on(infer, ({ response }) => {
      response.end(
        '{"outputs":[{"name":"length_logits","datatype":"FP32","shape":[1,9],"data":[NaN,1,2,3,4,5,6,7,-Infinity]}]}',
      );
    });
    await rewriteFails('answerInvalid', /no number/);
  });

  it('that fails the self-test', async () => {
    server.change = (outputs) =>
      outputs.map((one) =>
        one.name === 'log_probabilities' ? { ...one, data: one.data.map(() => 0.7) } : one,
      );
    await fails(load(), 'answerInvalid', /self-test/);
  });

  it('that speaks another protocol', async () => {
    const raw = createRawServer((socket) => socket.end('220 mail.example.org ESMTP\r\n'));
    raw.listen(0, '127.0.0.1');
    await once(raw, 'listening');
    const { port } = raw.address() as AddressInfo;
    await fails(load({ url: `http://127.0.0.1:${port}` }), 'unreachable', /HPE_/);
    await fails(load({ url: `https://127.0.0.1:${port}` }), 'notTls');
    raw.close();
  });

  it('for a token that no header can hold', async () => {
    await fails(load({ token: 'two\r\nlines' }), 'tokenInvalid');
    assert.equal(server.requests.length, 0);
  });
});
