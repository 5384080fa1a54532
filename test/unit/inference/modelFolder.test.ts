import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createEngine } from '../../../extension/inference/createEngine.js';
import { openModelFolder, verifyModel } from '../../../extension/inference/modelFolder.js';
import { tinyManifest } from './support/tinyManifest.js';
import { tinyModelFile } from './support/tinyTokenizer.js';

const content: Record<string, string> = {
  'tokenizer.model': 'not a tokenizer',
  'model.int8.onnx': 'not a graph',
};

describe('a model folder', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'interlinear-model-'));
    for (const [path, text] of Object.entries(content)) writeFileSync(join(directory, path), text);
    write(tinyManifest({ files: listing() }));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  const listing = () =>
    Object.entries(content).map(([path, text]) => ({
      path,
      bytes: text.length,
      sha256: createHash('sha256').update(text).digest('hex'),
    }));
  const write = (manifest: unknown): void => {
    writeFileSync(join(directory, 'model.json'), JSON.stringify(manifest));
  };

  it('opens and verifies when all is right', async () => {
    const folder = await openModelFolder(directory);
    assert.equal(folder.manifest.id, 'tiny');
    assert.equal(folder.path('model.int8.onnx'), join(directory, 'model.int8.onnx'));
    assert.equal((await verifyModel(directory)).manifest.id, 'tiny');
  });

  it('says which folder has no model', async () => {
    const missing = join(directory, 'nowhere');
    await assert.rejects(openModelFolder(missing), (error: Error & { code: string }) => {
      return error.code === 'modelNotFound' && error.message.includes(missing);
    });
  });

  it('names the file and the field that is wrong', async () => {
    const cases: [unknown, RegExp][] = [
      [
        { ...tinyManifest({ files: listing() }), length: { relativeTo: 'text', minimum: 0 } },
        /model\.json.*length\.classes/,
      ],
      [{ ...tinyManifest({ files: listing() }), colour: 'blue' }, /model\.json.*colour/],
      [{ ...tinyManifest({ files: listing() }), schemaVersion: 2 }, /schemaVersion/],
      [{ ...tinyManifest(), files: listing().slice(1) }, /files.*tokenizer\.model/],
      [{ ...tinyManifest(), files: [...listing(), { ...listing()[0]!, path: '../../secret' }] }, /outside/],
      [{ ...tinyManifest(), files: [...listing(), { ...listing()[0]!, path: '/etc/passwd' }] }, /outside/],
      [[], /model\.json/],
    ];
    for (const [manifest, message] of cases) {
      write(manifest);
      await assert.rejects(openModelFolder(directory), { code: 'modelInvalid', message });
    }
    writeFileSync(join(directory, 'model.json'), '{"schemaVersion": 1,');
    await assert.rejects(openModelFolder(directory), { code: 'modelInvalid', message: /model\.json/ });
  });

  it('finds a file that is missing, cut short or changed', async () => {
    writeFileSync(join(directory, 'model.int8.onnx'), 'Not a graph');
    await openModelFolder(directory);
    await assert.rejects(verifyModel(directory), {
      code: 'modelCorrupt',
      message: /model\.int8\.onnx.*sha256/,
    });
    writeFileSync(join(directory, 'model.int8.onnx'), 'not a g');
    await assert.rejects(openModelFolder(directory), {
      code: 'modelCorrupt',
      message: /7 bytes instead of 11/,
    });
    rmSync(join(directory, 'model.int8.onnx'));
    await assert.rejects(openModelFolder(directory), {
      code: 'modelCorrupt',
      message: /model\.int8\.onnx is missing/,
    });
  });

  it('stops verifying when cancelled', async () => {
    await assert.rejects(verifyModel(directory, { signal: AbortSignal.abort() }), { name: 'AbortError' });
  });

  it('gives an error and no engine when its graph is none, and says whether the file was damaged', async () => {
    const tokenizer = tinyModelFile(['a']);
    writeFileSync(join(directory, 'tokenizer.model'), tokenizer);
    const sha256 = createHash('sha256').update(tokenizer).digest('hex');
    const files = [{ path: 'tokenizer.model', bytes: tokenizer.length, sha256 }, ...listing().slice(1)];
    write(tinyManifest({ files }));
    await assert.rejects(createEngine({ directory }), { code: 'deviceUnavailable', message: /cpu: / });
    writeFileSync(join(directory, 'model.int8.onnx'), 'Not a graph');
    await assert.rejects(createEngine({ directory }), { code: 'modelCorrupt', message: /model\.int8\.onnx/ });
  });

  it('is compared with its checksums before it is loaded, where that is asked for', async () => {
    writeFileSync(join(directory, 'model.int8.onnx'), 'Not a graph');
    const corrupt = { code: 'modelCorrupt', message: /model\.int8\.onnx is damaged/ };
    await assert.rejects(createEngine({ directory, verify: true }), corrupt);
    const onlyTokenizer = { code: 'modelCorrupt', message: /tokenizer\.model is not a tokenizer/ };
    await assert.rejects(createEngine({ directory }), onlyTokenizer);
  });

  it('gives an error and no engine when its tokenizer is none', async () => {
    await assert.rejects(createEngine({ directory }), { code: 'modelCorrupt', message: /tokenizer\.model/ });
  });
});
