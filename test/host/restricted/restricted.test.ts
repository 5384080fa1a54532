import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { InterlinearApi } from '../../../extension/features/api/interlinearApi.js';
import type { TestHook } from '../../../extension/compose/testHook.js';
import { closeAll, eventually, openFile, rangeOf, run, select, workspaceFolder } from '../support/editing.js';
import { activated, extensionId, testing } from '../support/extension.js';
import { FakeModel, replacing } from '../support/fakeModel.js';

/** What a folder from a stranger may hold, one value that means something for each restricted setting. */
const hostile: Readonly<Record<string, unknown>> = {
  'interlinear.model': '/somewhere/model',
  'interlinear.glossary': 'terms.csv',
  'interlinear.endpoint.url': 'https://models.example.org/',
  'interlinear.endpoint.certificateFile': 'ours.pem',
  'interlinear.endpoint.allowUnencrypted': true,
  'interlinear.hover.startProcess': true,
  'interlinear.memory': ['stolen.tmx'],
  'interlinear.rules': { all: { labelSet: 'tone', expect: ['formal'], startProcess: true } },
};
const restrictedMessage = /Restricted Mode|trust/i;

describe('A folder that is not trusted', () => {
  let hook: TestHook;
  let model: FakeModel;
  const configuration = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration();
  const restricted = (): readonly string[] =>
    (
      vscode.extensions.getExtension(extensionId)?.packageJSON as {
        capabilities: { untrustedWorkspaces: { restrictedConfigurations: string[] } };
      }
    ).capabilities.untrustedWorkspaces.restrictedConfigurations;
  const inFolder = (path: string, content: string): Thenable<void> =>
    vscode.workspace.fs.writeFile(vscode.Uri.joinPath(workspaceFolder(), path), Buffer.from(content));
  const lastMessage = (): string => hook.messages.at(-1)?.text ?? '';

  before(async () => {
    assert.equal(vscode.workspace.isTrusted, false, 'these tests need a window in Restricted Mode');
    await inFolder('glossary.csv', 'source,target\ncloud,Wolke\n');
    await inFolder('terms.csv', 'source,target\ncloud,Wolke\n');
    await inFolder('.vscode/settings.json', JSON.stringify({ ...hostile, 'interlinear.keep': ['Acme'] }));
    hook = await testing();
    await eventually(
      'the settings of the folder to be read',
      () => configuration().inspect('interlinear.keep')?.workspaceValue !== undefined,
    );
  });

  beforeEach(() => {
    model = new FakeModel(replacing({ teh: 'the', cloud: 'Wolke' }));
    hook.useModel(model);
  });

  afterEach(async () => {
    hook.reset();
    await closeAll();
  });

  it('has no say in any restricted setting', () => {
    assert.deepEqual([...restricted()].sort(), Object.keys(hostile).sort(), 'each is tried here');
    for (const [id, value] of Object.entries(hostile)) {
      const found = configuration().inspect(id);
      assert.notDeepEqual(found?.defaultValue, value, id);
      assert.deepEqual(configuration().get(id), found?.defaultValue, id);
    }
  });

  it('is rewritten and reviewed like any other', async () => {
    const editor = await openFile('I saw teh cloud.\n', 'md');
    const { document } = editor;
    select(editor, 'I saw teh cloud.');
    await run('interlinear.rewrite', { task: 'fix' });
    assert.equal(document.getText(), 'I saw the Wolke.\n');
    assert.ok(hook.changesIn(document).length > 0);
    await run('interlinear.undoAll');
    assert.equal(document.getText(), 'I saw teh cloud.\n');
    assert.equal(hook.changesIn(document).length, 0);
  });

  it('gives no glossary and no memory to a request, neither by a setting nor by its name; harmless settings hold', async () => {
    const editor = await openFile('Acme has a cloud.\n', 'md');
    select(editor, 'Acme has a cloud.');
    await run('interlinear.translate', { target: 'de' });
    const [request] = model.requests;
    assert.ok(request);
    assert.equal(request.glossary, undefined);
    assert.equal(request.memory, undefined);
    assert.equal(request.foundMemory, undefined);
    assert.deepEqual(request.keep, ['Acme']);
  });

  it('says why its glossary is not used to who wants to write into it', async () => {
    const editor = await openFile('A cloud.\n', 'md');
    select(editor, 'cloud');
    await run('interlinear.addToGlossary', { translation: 'Wolke' });
    assert.match(lastMessage(), restrictedMessage);
    await run('interlinear.openGlossary');
    assert.match(lastMessage(), restrictedMessage);
    assert.equal(vscode.window.activeTextEditor?.document, editor.document);
  });

  it('has no rules checked, and says why', async () => {
    let asked = 0;
    model.classify = () => {
      asked++;
      return Promise.resolve([]);
    };
    const { document } = await openFile('A sentence that no rule is for.\n', 'md');
    await run('interlinear.checkRules');
    assert.match(lastMessage(), restrictedMessage);
    assert.equal(asked, 0);
    assert.deepEqual(vscode.languages.getDiagnostics(document.uri), []);
  });

  it('starts no process by a hover', async () => {
    await run('interlinear.restart');
    await eventually('no process', () => hook.processPhase === 'stopped');
    let asked = 0;
    model.classify = () => {
      asked++;
      return Promise.resolve([]);
    };
    const { document } = await openFile('A sentence to point at, in plain English.\n', 'md');
    const { start } = rangeOf(document, 'sentence');
    await vscode.commands.executeCommand('vscode.executeHoverProvider', document.uri, start);
    assert.equal(asked, 0);
    assert.equal(hook.processPhase, 'stopped');
  });

  it('lets nobody choose, install or remove a model, and says why', async () => {
    for (const command of ['chooseModel', 'installModelFromFolder', 'installModelFromUrl', 'removeModel']) {
      hook.reset();
      await run(`interlinear.${command}`, workspaceFolder());
      assert.match(lastMessage(), /Restricted Mode/, command);
    }
  });

  it('has its texts worked on by this machine, though the person has set a server', async () => {
    const id = 'interlinear.endpoint.url';
    await configuration().update(id, 'http://127.0.0.1:9/', vscode.ConfigurationTarget.Global);
    try {
      await eventually('the setting', () => configuration().inspect(id)?.globalValue !== undefined);
      const editor = await openFile('I saw teh cloud.\n', 'md');
      select(editor, 'I saw teh cloud.');
      await run('interlinear.rewrite', { task: 'fix' });
      assert.equal(editor.document.getText(), 'I saw the Wolke.\n');
      hook.reset();
      await run('interlinear.setEndpoint');
      assert.match(lastMessage(), /Restricted Mode/);
    } finally {
      await configuration().update(id, undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('uses the bundled model, whatever a setting of the person names', async () => {
    hook.useModel();
    const api: InterlinearApi = await activated();
    await configuration().update('interlinear.model', '/somewhere/model', vscode.ConfigurationTarget.Global);
    try {
      await eventually(
        'the setting',
        () => configuration().inspect('interlinear.model')?.globalValue !== undefined,
      );
      assert.equal((await api.model()).id, 'mini');
    } finally {
      await configuration().update('interlinear.model', undefined, vscode.ConfigurationTarget.Global);
    }
  });
});
