import { strict as assert } from 'node:assert';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createMessageConnection,
  SocketMessageReader,
  SocketMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { createNonce, createProof, createSecret, isProof } from '../../../../extension/node/handshake.js';
import { protocolVersion } from '../../../../extension/core/protocol/protocol.js';
import { alreadyServedExitCode, helloType, requestType, stopType } from '../../../../extension/node/wire.js';
import { fakeServerBundle } from './serverBundle.js';

describe('the process, as a stranger sees it', () => {
  const secret = createSecret();
  const children: ChildProcess[] = [];
  const connections: MessageConnection[] = [];
  let directory: string;
  let address: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'interlinear-process-'));
    address = join(directory, 's');
    writeFileSync(join(directory, 'secret'), secret);
  });
  afterEach(async () => {
    for (const connection of connections.splice(0)) connection.dispose();
    await Promise.all(
      children.splice(0).map(async (child) => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        child.kill('SIGKILL');
        await once(child, 'exit');
      }),
    );
    rmSync(directory, { recursive: true, force: true });
  });

  async function start(...more: string[]): Promise<ChildProcess> {
    const files = { lock: 'lock', state: 'state', secret: 'secret' };
    const parameters = Object.entries(files).flatMap(([name, file]) => [`--${name}`, join(directory, file)]);
    const child = spawn(
      process.execPath,
      [await fakeServerBundle(), '--address', address, ...parameters, '--app-version', '1', ...more],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    children.push(child);
    return child;
  }

  /** Resolves when the process accepts connections; its log line says so. */
  async function started(...more: string[]): Promise<ChildProcess> {
    const child = await start(...more);
    let log = '';
    for await (const chunk of child.stderr ?? []) if ((log += String(chunk)).includes('serving')) break;
    return child;
  }

  async function open(): Promise<MessageConnection> {
    const socket = connect(address);
    await once(socket, 'connect');
    const connection = createMessageConnection(
      new SocketMessageReader(socket),
      new SocketMessageWriter(socket),
    );
    connection.onClose(() => connection.dispose());
    connection.listen();
    connections.push(connection);
    return connection;
  }

  const hello = (nonce: string, key = secret, version = '1') => ({
    protocolVersion,
    version,
    processId: process.pid,
    nonce,
    proof: createProof(key, 'client', nonce),
  });

  it('answers nothing before hello', async () => {
    await started();
    const connection = await open();
    await assert.rejects(connection.sendRequest(requestType('process/status'), {}), /hello/);
    await assert.rejects(connection.sendRequest(stopType, {}), /hello/);
    await assert.rejects(
      connection.sendRequest(requestType('text/rewrite'), { texts: [], instruction: '' }),
      /hello/,
    );
  });

  it('refuses who does not know the secret, and hangs up', async () => {
    await started();
    const connection = await open();
    const gone = new Promise<void>((resolve) => connection.onDispose(() => resolve()));
    await assert.rejects(connection.sendRequest(helloType, hello(createNonce(), createSecret())), /secret/);
    await gone;
  });

  it('proves itself to who knows the secret', async () => {
    const child = await started();
    const connection = await open();
    const nonce = createNonce();
    const answer = await connection.sendRequest(helloType, hello(nonce));
    assert.equal(answer.processId, child.pid);
    assert.ok(isProof(answer.proof, secret, 'server', nonce));
    assert.ok(!isProof(answer.proof, secret, 'client', nonce));
    assert.ok(!isProof(answer.proof, createSecret(), 'server', nonce));
  });

  it('refuses another version', async () => {
    await started();
    const connection = await open();
    await assert.rejects(connection.sendRequest(helloType, hello(createNonce(), secret, '2')), /version 1,/);
  });

  it('leaves when nobody comes, and takes its files along', async () => {
    const child = await start('--startup', '0.2');
    assert.deepEqual(await once(child, 'exit'), [0, null]);
    assert.ok(
      !existsSync(address) && !existsSync(join(directory, 'state')) && !existsSync(join(directory, 'lock')),
    );
  });

  it('leaves when another one serves already', async () => {
    await started();
    const second = await start();
    assert.deepEqual(await once(second, 'exit'), [alreadyServedExitCode, null]);
    assert.ok(existsSync(address), 'the first one keeps its socket');
    await (await open()).sendRequest(helloType, hello(createNonce()));
  });

  it('leaves when its socket file is removed, for nobody can find it any more', async () => {
    const child = await started();
    rmSync(address);
    assert.deepEqual(await once(child, 'exit'), [0, null]);
  });

  it('ends in order on SIGTERM', async () => {
    const child = await started();
    child.kill('SIGTERM');
    assert.deepEqual(await once(child, 'exit'), [0, null]);
    assert.ok(!existsSync(address));
  });

  it('says how it is used', async () => {
    const child = spawn(process.execPath, [await fakeServerBundle(), '--nonsense'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    children.push(child);
    let log = '';
    child.stderr.on('data', (chunk) => (log += String(chunk)));
    assert.deepEqual(await once(child, 'close'), [2, null]);
    assert.match(log, /usage: --address/);
  });

  it('fails with a reason where it cannot listen', async () => {
    address = join(directory, 'missing', 's');
    const child = await start();
    assert.deepEqual(await once(child, 'exit'), [1, null]);
  });
});
