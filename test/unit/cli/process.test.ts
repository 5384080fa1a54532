import { strict as assert } from 'node:assert';
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { writeModel } from './fakeModel.js';

const line = (id: number, iterations = 1): string =>
  `${JSON.stringify({ id, instruction: 'Translate to German', input: 'x'.repeat(500), iterations })}\n`;

describe('interlinear as a process', () => {
  const children: ChildProcessWithoutNullStreams[] = [];
  let directory: string;
  let bundle: string;

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'interlinear-cli-process-'));
    bundle = join(directory, 'cli.js');
    writeModel(join(directory, 'model'));
    await build({
      entryPoints: [resolve(__dirname, 'fakeCli.ts')],
      outfile: bundle,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      logLevel: 'warning',
    });
  });
  afterEach(async () => {
    for (const child of children.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  });
  after(() => rmSync(directory, { recursive: true, force: true }));

  function start(...commandLine: string[]): { child: ChildProcessWithoutNullStreams; stderr: () => string } {
    const child = spawn(process.execPath, [bundle, ...commandLine], {
      env: { ...process.env, FAKE_MODEL: join(directory, 'model'), INTERLINEAR_MODEL: '' },
    });
    children.push(child);
    let stderr = '';
    child.stderr.on('data', (chunk) => (stderr += String(chunk)));
    child.stdin.on('error', () => undefined);
    return { child, stderr: () => stderr };
  }

  it('writes all of a large answer before it exits', async () => {
    const { child, stderr } = start('run', '--instruction', 'Translate to German');
    const text = 'Many words. '.repeat(100_000);
    child.stdin.end(text);
    let stdout = '';
    child.stdout.on('data', (chunk) => (stdout += String(chunk)));
    assert.deepEqual(await once(child, 'close'), [0, null]);
    assert.equal(stdout.length, text.length + 'translate()'.length);
    assert.equal(stderr(), '');
  });

  it('says nothing when its reader has had enough', async () => {
    const { child, stderr } = start('batch');
    child.stdin.write(Array.from({ length: 2_000 }, (_, id) => line(id)).join(''));
    await once(child.stdout, 'data');
    child.stdout.destroy();
    assert.deepEqual(await once(child, 'close'), [0, null]);
    assert.equal(stderr(), '');
  });

  it('ends with 130 on Ctrl+C, in a pass and while it waits for input', async () => {
    for (const input of ['', line(1, 1_000_000)]) {
      const { child, stderr } = start('batch');
      child.stdin.write(line(0) + input);
      await once(child.stdout, 'data');
      child.kill('SIGINT');
      assert.deepEqual(await once(child, 'close'), [130, null]);
      assert.equal(stderr(), '');
    }
    const { child } = start('run', '--instruction', 'Translate to German', '--iterations', '1000000');
    child.stdin.end('a');
    await once(child.stdin, 'finish');
    const interval = setInterval(() => child.kill('SIGINT'), 50);
    const ended = await once(child, 'close');
    clearInterval(interval);
    assert.ok(ended[0] === 130 || ended[1] === 'SIGINT', String(ended));
  });

  it('exits with the code of its error', async () => {
    for (const [code, ...commandLine] of [
      ['2', 'run'],
      ['2', 'run', '--instruction', 'sing'],
      ['1', 'run', '--instruction', 'Translate to German', '/nowhere'],
    ] as const) {
      const { child, stderr } = start(...commandLine);
      child.stdin.end('a');
      assert.deepEqual(await once(child, 'close'), [Number(code), null]);
      assert.match(stderr(), /^interlinear: /);
    }
  });
});
