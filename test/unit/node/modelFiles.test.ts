import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkContent, checkSize, parseManifest, readManifest } from '../../../extension/node/modelFiles.js';
import { isPortablePath } from '../../../extension/core/model/portablePath.js';
import { tinyManifest } from '../inference/support/tinyManifest.js';

const withFile = (path: string): string => {
  const manifest = tinyManifest();
  const files = [...manifest.files, { path, bytes: 1, sha256: '0'.repeat(64) }];
  return JSON.stringify({ ...manifest, files });
};

describe('a path in a manifest', () => {
  it('may name files and folders within the model', () => {
    for (const path of ['a', 'x.int8.onnx', 'gpu/model.onnx', '.hidden', 'a b.c', '模型/é.bin', 'a..b']) {
      assert.ok(isPortablePath(path), path);
      assert.equal(parseManifest(withFile(path)).files.at(-1)?.path, path);
    }
  });

  it('never leads anywhere else, on any system', () => {
    const hostile = [
      ...['..', '../x', 'a/../../x', 'a/..', '/etc/passwd', '//server/share', './x', 'a//b', 'a/', ''],
      ...['\\x', 'a\\..\\..\\x', 'C:\\x', 'C:x', 'x:stream', '\\\\server\\share', 'a\0b', 'a\nb'],
      ...['con', 'NUL.txt', 'a/aux', 'com1.onnx', 'name.', 'name ', 'a/.../b', ' x', 'x'.repeat(201)],
    ];
    for (const path of hostile) {
      assert.ok(!isPortablePath(path), JSON.stringify(path));
      assert.throws(() => parseManifest(withFile(path)), { name: 'ManifestError', kind: 'invalid' });
    }
  });

  it('is not listed twice, nor takes the place of the manifest', () => {
    assert.throws(() => parseManifest(withFile('Tokenizer.model')), /twice/);
    assert.throws(() => parseManifest(withFile('MODEL.json')), /twice/);
  });
});

describe('a size in a manifest', () => {
  it('is a whole number that can be counted', () => {
    for (const bytes of ['-1', '1.5', '1e400', '9007199254740993', '"1"', 'null']) {
      const text = withFile('x').replace(/"bytes":1,"sha256":"0{64}"}\]/, (found) =>
        found.replace('1', bytes),
      );
      assert.notEqual(text, withFile('x'));
      assert.throws(() => parseManifest(text), { kind: 'invalid' }, bytes);
    }
  });
});

describe('checking a file', () => {
  it('says what it read, and stops when told to', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'interlinear-files-'));
    try {
      writeFileSync(join(directory, 'x'), Buffer.alloc(3 << 20));
      const file = { path: 'x', bytes: 3 << 20, sha256: '0'.repeat(64) };
      const seen: number[] = [];
      assert.deepEqual(await checkContent(directory, file, { onBytes: (done) => seen.push(done) }), {
        kind: 'hash',
      });
      assert.deepEqual(seen, [1 << 20, 2 << 20, 3 << 20]);
      const abort = new AbortController();
      const stopped = checkContent(directory, file, { signal: abort.signal, onBytes: () => abort.abort() });
      await assert.rejects(stopped, { name: 'AbortError' });
      assert.deepEqual(await checkContent(join(directory, 'x'), file), { kind: 'missing' });
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});

describe('a model folder from elsewhere', () => {
  let directory: string;
  beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'interlinear-model-'))));
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  const placements: Record<string, (path: string) => void> = {
    'a pipe': (path) => execFileSync('mkfifo', [path]),
    'a device': (path) => symlinkSync('/dev/zero', path),
  };
  for (const [what, place] of Object.entries(placements)) {
    it(`is not waited for where ${what} is in the place of a file`, async () => {
      if (process.platform === 'win32') return; // there are none
      place(join(directory, 'model.json'));
      await assert.rejects(readManifest(directory), { name: 'ManifestError', message: /not a file/ });
      place(join(directory, 'x'));
      const file = { path: 'x', bytes: 0, sha256: '0'.repeat(64) };
      assert.deepEqual(await checkSize(directory, file), { kind: 'unreadable', code: 'not a file' });
      assert.deepEqual(await checkContent(directory, file), { kind: 'unreadable', code: 'not a file' });
    });
  }

  it('has a manifest of a sensible size, and sensible sizes in it', async () => {
    writeFileSync(join(directory, 'model.json'), '');
    truncateSync(join(directory, 'model.json'), 2 ** 30);
    await assert.rejects(readManifest(directory), { name: 'ManifestError', message: /too large/ });
    const manifest = tinyManifest();
    const absurd = { ...manifest, architecture: { ...manifest.architecture, layers: 1_000_000_000 } };
    assert.throws(() => parseManifest(JSON.stringify(absurd)), { name: 'ManifestError', kind: 'invalid' });
  });
});
