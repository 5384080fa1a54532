import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { TestHook } from '../../../extension/compose/testHook.js';
import { closeAll, eventually, run } from '../support/editing.js';
import { activated, extensionId, testing } from '../support/extension.js';
import { fakeManifest } from '../support/fakeManifest.js';

const setting = (id: string): unknown => vscode.workspace.getConfiguration('interlinear').get(id);

describe('Commands for models', () => {
  let hook: TestHook;
  let folder: string;
  let version = 0;

  before(async () => {
    hook = await testing();
  });
  beforeEach(() => {
    hook.reset();
    folder = mkdtempSync(path.join(tmpdir(), 'interlinear model ü-'));
    version++;
    const content = randomBytes(1_000);
    const sha256 = createHash('sha256').update(content).digest('hex');
    const files = ['model.onnx', 'tokenizer.model'].map((name) => ({ path: name, bytes: 1_000, sha256 }));
    for (const file of files) writeFileSync(path.join(folder, file.path), content);
    const manifest = { ...fakeManifest, id: 'host-test', version: `1.${version}.0`, name: 'Tester', files };
    writeFileSync(path.join(folder, 'model.json'), JSON.stringify(manifest));
  });
  afterEach(async () => {
    await run('workbench.action.closeQuickOpen');
    rmSync(folder, { recursive: true });
    await vscode.workspace.getConfiguration('interlinear').update('model', undefined, true);
    await vscode.workspace.getConfiguration('interlinear').update('device', undefined, true);
    hook.reset();
    await closeAll();
  });

  const told = (pattern: RegExp): boolean => pattern.test(hook.messages.at(-1)?.text ?? '');

  /** Runs a command that shows a list, and takes its entry at `index`. */
  async function pick(command: string, index: number, isDone: () => boolean): Promise<void> {
    const done = run(command);
    await eventually('the list', async () => {
      for (let step = 0; step < index; step++) await run('workbench.action.quickOpenSelectNext');
      await run('workbench.action.acceptSelectedQuickOpenItem');
      return isDone();
    });
    await done;
  }

  async function install(): Promise<void> {
    await run('interlinear.installModelFromFolder', vscode.Uri.file(folder));
    assert.match(hook.messages.at(-1)?.text ?? '', /Tester 1\.\d+\.0 has been installed/);
  }

  /** Removes the model that the list offers first. */
  async function removeFirst(): Promise<void> {
    hook.reset();
    await pick('interlinear.removeModel', 0, () => hook.messages.length > 0);
  }

  it('install one from a folder, use it, and refuse to remove it meanwhile', async () => {
    await install();
    await hook.messages.at(-1)?.choose('Use This Model');
    assert.equal(setting('model'), `host-test@1.${version}.0`);
    await removeFirst();
    assert.ok(told(/in use\. Choose another model first/));
    await vscode.workspace.getConfiguration('interlinear').update('model', undefined, true);
    await removeFirst();
    assert.ok(told(/Remove Tester/));
    await hook.messages.at(-1)?.choose('Remove');
    await eventually('the removal', () => told(/has been removed/));
    hook.reset();
    await run('interlinear.removeModel');
    assert.ok(told(/No model was installed/), hook.messages.at(-1)?.text);
  });

  it('take nothing that is damaged', async () => {
    writeFileSync(path.join(folder, 'model.onnx'), randomBytes(1_000));
    await run('interlinear.installModelFromFolder', vscode.Uri.file(folder));
    assert.ok(told(/is damaged, so it was not installed: model\.onnx/));
    await run('interlinear.removeModel');
    assert.ok(told(/No model was installed/));
  });

  it('install one from a server', async () => {
    const server = createServer((request, response) => {
      response.end(readFileSync(path.join(folder, decodeURIComponent(request.url ?? '').slice(1))));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
      const done = run('interlinear.installModelFromUrl', url);
      await eventually('the download', async () => {
        await run('workbench.action.acceptSelectedQuickOpenItem');
        return told(/has been installed/);
      });
      await done;
    } finally {
      server.close();
    }
    await removeFirst();
    await hook.messages.at(-1)?.choose('Remove');
    await eventually('the removal', () => told(/has been removed/));
  });

  it('list what there is to choose, and go back to the bundled one', async () => {
    await vscode.workspace.getConfiguration('interlinear').update('model', folder, true);
    await pick('interlinear.chooseModel', 0, () => hook.messages.length > 0);
    assert.ok(told(/From the next request on/));
    assert.equal(setting('model'), '');
  });

  it('select a device, and load the model there', async () => {
    await activated();
    await run('interlinear.selectDevice', 'cpu');
    assert.equal(setting('device'), 'cpu');
    await eventually('the answer', () => told(/runs on: Processor/));
    await run('interlinear.selectDevice', 'coreml');
    await eventually('the answer', () => told(/does not run on the device coreml/));
    await run('interlinear.selectDevice', 'auto');
    assert.equal(setting('device'), 'auto');
  });

  it('report an issue without a word of a document', async () => {
    const secret = 'Geheimtext';
    await vscode.workspace.getConfiguration('interlinear').update('model', `/nowhere/${secret}`, true);
    const document = await vscode.workspace.openTextDocument({ content: secret });
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(0, 0, 0, secret.length);
    await run('interlinear.translate', { target: 'de' });
    await run('interlinear.reportIssue');
    const text = vscode.window.activeTextEditor?.document.getText() ?? '';
    const extensionVersion = (
      vscode.extensions.getExtension(extensionId)?.packageJSON as { readonly version: string }
    ).version;
    for (const part of [extensionVersion, vscode.version, '`interlinear.model`: "(set)"', 'modelNotFound']) {
      assert.ok(text.includes(part), `${part} in ${text}`);
    }
    assert.ok(!text.includes(secret));
    for (let open = 0; open < 2; open++) await run('workbench.action.revertAndCloseActiveEditor');
  });

  it('make a folder of any name usable', async () => {
    const odd = path.join(folder, 'モデル with spaces & %41');
    mkdirSync(odd);
    for (const name of ['model.onnx', 'tokenizer.model', 'model.json']) {
      writeFileSync(path.join(odd, name), readFileSync(path.join(folder, name)));
    }
    await run('interlinear.installModelFromFolder', vscode.Uri.file(odd));
    assert.ok(told(/has been installed/));
    await removeFirst();
    await hook.messages.at(-1)?.choose('Remove');
    await eventually('the removal', () => told(/has been removed/));
  });
});
