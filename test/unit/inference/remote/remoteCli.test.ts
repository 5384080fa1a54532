import assert from 'node:assert/strict';
import { PassThrough, Readable } from 'node:stream';

import { exitCodes } from '../../../../extension/cli/cliError.js';
import type { CliContext } from '../../../../extension/cli/cliTypes.js';
import { Output } from '../../../../extension/cli/output.js';
import { runProgram } from '../../../../extension/cli/program.js';
import { createRemoteEngine } from '../../../../extension/inference/remote/createRemoteEngine.js';
import { restlessModel } from '../support/fakeGraph.js';
import { ClientPackage } from './support/clientPackage.js';
import { LoopbackServer } from './support/loopbackServer.js';

describe('the command line with --endpoint', () => {
  let folder: ClientPackage;
  let server: LoopbackServer;

  before(async () => {
    folder = new ClientPackage();
    server = await new LoopbackServer(restlessModel, folder.manifest).listen();
  });
  after(async () => {
    await server.close();
    folder.remove();
  });

  async function cli(...commandLine: string[]): Promise<{ code: number; out: string; err: string }> {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const context: CliContext = {
      stdin: Readable.from([Buffer.from('Hello there.')]),
      output: new Output(stdout, stderr, () => undefined),
      environment: { INTERLINEAR_ENDPOINT_TOKEN: 'the-token' },
      version: '1.2.3',
      bundledModel: folder.directory,
      createEngine: ({ directory, endpoint }) => {
        assert.ok(endpoint);
        return createRemoteEngine({ directory, endpoint });
      },
      signal: new AbortController().signal,
    };
    const code = await runProgram(context, commandLine);
    const text = (stream: PassThrough): string => String(stream.read() ?? '');
    return { code, out: text(stdout), err: text(stderr) };
  }

  it('runs the model there, with the token of the environment', async () => {
    const { code, out } = await cli('run', '--instruction', 'Fix.', '--endpoint', server.url, '--json');
    assert.equal(code, exitCodes.ok);
    const { model } = JSON.parse(out) as { model: object };
    const { host } = new URL(server.url);
    assert.deepEqual(model, {
      id: 'tiny',
      version: '1.0.0',
      variant: 'float32',
      device: 'remote',
      endpoint: host,
    });
    assert.ok(server.requests.every(({ authorization }) => authorization === 'Bearer the-token'));
  });

  it('names the server in the facts about a model', async () => {
    const { out } = await cli('model', 'info', '--endpoint', server.url);
    assert.match(out, new RegExp(`Runs on: remote: ${new URL(server.url).host}, as float32`));
    assert.ok(!out.includes('the-token'));
  });

  it('says what is wrong with a server', async () => {
    const { code, err } = await cli(
      'run',
      '--instruction',
      'Fix.',
      '--endpoint',
      'http://models.example.org',
    );
    assert.equal(code, exitCodes.failure);
    assert.match(err, /models\.example\.org does not begin with https:/);
  });
});
