import { strict as assert } from 'node:assert';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { InstallProgress } from '../../../extension/client/install/modelInstaller.js';
import { until } from './processHarness.js';
import { InstallBench } from './support/installBench.js';
import { SampleModel } from './support/sampleModel.js';

const graph = 'graphs/model.int8.onnx';
const { signal } = new AbortController();

describe('installing a model from a folder', () => {
  let bench: InstallBench;
  let source: string;
  beforeEach(async () => {
    bench = await InstallBench.create();
    source = bench.model.write(mkdtempSync(join(tmpdir(), 'interlinear source 文-')));
  });
  afterEach(async () => {
    await bench.close();
    rmSync(source, { recursive: true });
  });

  it('compares, then copies, then shows it', async () => {
    const stages: InstallProgress['stage'][] = [];
    const onProgress = ({ stage, done, total }: InstallProgress): void => {
      assert.ok(done <= total);
      if (stages.at(-1) !== stage) stages.push(stage);
    };
    const installed = await bench.installer().fromFolder(source, { signal, onProgress });
    assert.equal(installed.directory, join(bench.directory, 'tiny@1.0.0'));
    assert.deepEqual(stages, ['checking', 'copying']);
    await bench.assertInstalled();
    assert.equal((await bench.installer().fromFolder(installed.directory, { signal })).unchanged, true);
  });

  it('takes no model that is damaged, incomplete or none', async () => {
    const fromFolder = (): Promise<unknown> => bench.installer().fromFolder(source, { signal });
    writeFileSync(join(source, graph), Buffer.alloc(300_000));
    await bench.fails(fromFolder(), 'modelCorrupt', /model\.int8\.onnx: the content differs/);
    rmSync(join(source, graph));
    await bench.fails(fromFolder(), 'modelCorrupt', /model\.int8\.onnx: the file is missing/);
    rmSync(join(source, 'model.json'));
    await bench.fails(fromFolder(), 'modelNotFound', /no model\.json/);
    assert.deepEqual(readdirSync(bench.directory), [], 'the storage was not touched');
  });

  it('stops when cancelled, and leaves no model', async () => {
    const abort = new AbortController();
    const copying = bench.installer().fromFolder(source, {
      signal: abort.signal,
      onProgress: ({ stage }) => {
        if (stage === 'copying') abort.abort();
      },
    });
    await assert.rejects(copying, { name: 'AbortError' });
    await bench.assertNothing();
    await bench.installer().fromFolder(source, { signal });
    await bench.assertInstalled();
  });

  it('keeps versions side by side, the newest under the plain name', async () => {
    for (const version of ['1.0.0', '1.10.0', '1.9.0', '2/odd: name']) {
      const folder = new SampleModel({ version }).write(mkdtempSync(join(tmpdir(), 'interlinear-source-')));
      await bench.installer().fromFolder(folder, { signal });
      rmSync(folder, { recursive: true });
    }
    const names = readdirSync(bench.directory).sort();
    assert.equal(names.length, 4);
    assert.match(names[0] ?? '', /^model@[0-9a-f]{16}$/);
    const { store } = bench;
    assert.equal((await store.choose('tiny@1.9.0')).manifest.version, '1.9.0');
    assert.equal((await store.choose(names[0])).manifest.version, '2/odd: name');
    await bench.remover().remove(join(bench.directory, names[0] ?? ''));
    assert.equal((await store.choose('tiny')).manifest.version, '1.10.0');
  });
});

describe('removing a model', () => {
  let bench: InstallBench;
  beforeEach(async () => (bench = await InstallBench.create()));
  afterEach(() => bench.close());

  it('removes what was installed, whole', async () => {
    const { directory } = await bench.install();
    await bench.remover().remove(directory);
    assert.deepEqual(readdirSync(bench.directory), []);
  });

  it('removes what was interrupted, too', async () => {
    bench.server.behave = ({ path }, response) => {
      if (path !== graph) return false;
      response.writeHead(404).end();
      return true;
    };
    await bench.fails(bench.install(), 'installFailed', /404/);
    const [interrupted] = await bench.remover().interrupted();
    assert.equal(interrupted?.name, 'tiny@1.0.0');
    await bench.remover().remove(interrupted.directory);
    assert.deepEqual(readdirSync(bench.directory), []);
  });

  it('touches no other folder', async () => {
    const { directory } = await bench.install();
    const outside = mkdtempSync(join(tmpdir(), 'interlinear-outside-'));
    const hostile = [outside, bench.directory, join(bench.directory, '..'), join(directory, 'graphs')];
    for (const folder of [...hostile, join(bench.directory, 'nothing')]) {
      await assert.rejects(bench.remover().remove(folder), {
        code: 'invalidArgument',
        message: /not removed/,
      });
    }
    assert.ok(existsSync(outside));
    rmSync(outside, { recursive: true });
    await bench.assertInstalled();
  });

  it('waits for nobody: while another window installs it, it says so', async () => {
    bench.server.behave = ({ path }) => path === graph;
    const abort = new AbortController();
    const installing = bench.install({}, abort.signal).catch(() => undefined);
    const part = join(bench.directory, 'tiny@1.0.0.part');
    await until(() => existsSync(part), 'the installation is under way');
    await assert.rejects(bench.remover().remove(part), { code: 'installFailed', message: /Another window/ });
    abort.abort();
    await installing;
    assert.ok(existsSync(part));
  });
});

describe('windows that install the same model', function () {
  this.timeout(120_000);
  let bench: InstallBench;
  const children: ChildProcess[] = [];
  beforeEach(async () => (bench = await InstallBench.create()));
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    await bench.close();
  });

  function openWindow(): { readonly child: ChildProcess; readonly answer: Promise<string> } {
    const script = resolve(__dirname, 'support', 'installScript.ts');
    const child = spawn(process.execPath, ['--import', 'tsx', script, bench.directory, bench.server.url], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    let output = '';
    child.stdout.on('data', (chunk) => (output += String(chunk)));
    return { child, answer: once(child, 'close').then(() => output) };
  }

  it('at once, do it once', async () => {
    const { behave } = bench.server;
    // The first is slow enough to meet the second.
    bench.server.behave = ({ path }, response, content) => {
      if (path !== graph) return false;
      setTimeout(() => response.end(content), 1_500);
      return true;
    };
    const answers = await Promise.all([openWindow().answer, openWindow().answer]);
    assert.deepEqual(answers.sort(), [
      '{"name":"tiny@1.0.0","unchanged":false}',
      '{"name":"tiny@1.0.0","unchanged":true}',
    ]);
    assert.equal(bench.server.requestsFor(graph).length, 1);
    await bench.assertInstalled();
    bench.server.behave = behave;
  });

  it('and are killed in the middle: the next one goes on where they were', async () => {
    const half = 150_000;
    let cut = true;
    bench.server.behave = ({ path }, response, content) => {
      if (path !== graph || !cut) return false;
      response.writeHead(200, { etag: bench.server.tag, 'content-length': content.length });
      response.write(content.subarray(0, half));
      return true;
    };
    const { child, answer } = openWindow();
    const partial = join(bench.directory, 'tiny@1.0.0.part', 'partial');
    const { sha256 } = bench.model.manifest.files[1]!;
    const received = (): number =>
      existsSync(join(partial, sha256)) ? readFileSync(join(partial, sha256)).length : 0;
    await until(() => received() === half, 'half of it has come');
    child.kill('SIGKILL');
    await answer;
    assert.ok(existsSync(join(bench.directory, '.tiny@1.0.0.lock')), 'the lock of a dead window');
    await bench.assertNothing();
    cut = false;
    await bench.install();
    await bench.assertInstalled();
    assert.equal(bench.server.requestsFor(graph).at(-1)?.range, `bytes=${half}-`);
  });
});

describe('installing a model on a full disk', () => {
  let bench: InstallBench;
  beforeEach(async () => (bench = await InstallBench.create()));
  afterEach(() => bench.close());

  it('fails with what to do, and goes on once there is room', async function () {
    const disk = join(bench.directory, 'disk');
    mkdirSync(disk);
    if (!mountTiny(disk)) {
      // Without the right to mount: a file where the folder should be, which is as impossible to write into.
      writeFileSync(join(disk, 'tiny@1.0.0.part'), '');
      const installing = bench.install({ storageDirectory: disk });
      await assert.rejects(installing, { code: 'installFailed', message: /could not be copied/ });
      return;
    }
    try {
      const options = { storageDirectory: disk, freeBytes: () => Promise.resolve(null) };
      const ballast = join(disk, 'ballast');
      writeFileSync(ballast, Buffer.alloc(statfsSync(disk).bavail * statfsSync(disk).bsize - 200_000));
      const full = { code: 'installFailed', message: /No space is left.*goes on where it stopped/ };
      await assert.rejects(bench.install(options), full);
      assert.ok(!existsSync(join(disk, 'tiny@1.0.0')));
      rmSync(ballast);
      const { directory } = await bench.install(options);
      assert.ok((await bench.store.verify(directory)).ok);
      assert.match(bench.server.requestsFor(graph).at(-1)?.range ?? '', /^bytes=[1-9]/);
    } finally {
      execFileSync('umount', [disk]);
    }
  });
});

/** Mounts a file system of a megabyte. @returns false where that is not allowed */
function mountTiny(directory: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', directory], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
