import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { InterlinearApi, TranslationSource } from '../../../extension/features/api/interlinearApi.js';
import { eventually, workspaceFolder } from '../support/editing.js';
import { activated, extensionId, testing } from '../support/extension.js';
import { FakeModel } from '../support/fakeModel.js';

describe('Interface for other extensions', () => {
  let api: InterlinearApi;
  let model: FakeModel;

  beforeEach(async () => {
    api = await activated();
    model = new FakeModel((text) => text.toUpperCase());
    (await testing()).useModel(model);
  });

  afterEach(async () => (await testing()).reset());

  it('translates, rewrites, classifies, fills', async () => {
    model.wordings = ['word'];
    const [translation] = await api.translate({ texts: ['one'], target: 'de' });
    assert.equal(translation?.output, 'ONE');
    const [rewritten] = await api.rewrite({ texts: ['two'], instruction: 'fix the grammar' });
    assert.equal(rewritten?.output, 'TWO');
    const [classified] = await api.classify({ texts: ['x'], labels: ['a', 'b'] });
    assert.equal(classified?.label, 'a');
    const { wordings } = await api.fill({ before: 'a', phrase: '', after: 'b' });
    assert.deepEqual(
      wordings.map(({ output }) => output),
      ['word'],
    );
    assert.deepEqual(
      model.requests.map(({ instruction }) => instruction),
      ['Translate to German.', 'fix the grammar'],
    );
  });

  it('holds the glossary of the workspace for who asks for it', async () => {
    const glossary = vscode.Uri.joinPath(workspaceFolder(), 'glossary.csv');
    await vscode.workspace.fs.writeFile(glossary, Buffer.from('source,target\ncloud,Wolke\n'));
    try {
      const request = { texts: ['A cloud.'], target: 'de' };
      await api.translate(request);
      await api.translate({ ...request, workspaceTerms: true });
      const terms = [{ source: 'cloud', target: 'Wolke' }];
      assert.deepEqual(
        model.requests.map((asked) => asked.glossary),
        [undefined, terms],
      );
    } finally {
      await vscode.workspace.fs.delete(glossary);
    }
  });

  it('can be cancelled', async () => {
    model.hold = true;
    const controller = new AbortController();
    const answer = api.translate({ texts: ['one'], target: 'de' }, { signal: controller.signal });
    const failed = assert.rejects(answer, { name: 'AbortError' });
    await eventually('the request', () => model.held.length === 1);
    controller.abort();
    await failed;
  });

  it('refuses what makes no sense with a code', async () => {
    await assert.rejects(api.translate({ texts: ['one'], target: 'tlh' }), { code: 'invalidArgument' });
    await assert.rejects(api.classify({ texts: ['one'], labels: ['a'] }), { code: 'invalidArgument' });
  });

  it('tells when another model is chosen', async () => {
    let changes = 0;
    const subscription = api.onDidChangeModel(() => changes++);
    const configuration = vscode.workspace.getConfiguration('interlinear');
    try {
      await configuration.update('model', '/another', vscode.ConfigurationTarget.Global);
      await eventually('the event', () => changes > 0);
    } finally {
      await configuration.update('model', undefined, vscode.ConfigurationTarget.Global);
      subscription.dispose();
    }
    assert.equal((await api.model()).id, 'fake');
  });

  it('is a source for Comment Translate, found as that extension does it', async () => {
    const extension = vscode.extensions.all.find(({ id }) => id === extensionId);
    const { contributes } = extension?.packageJSON as {
      contributes: { translates: { title: string; translate: string }[] };
    };
    const [declared] = contributes.translates;
    assert.ok(declared?.title && !declared.title.includes('%'));
    const sources = new Map<string, new () => TranslationSource>();
    const exported = extension?.exports as InterlinearApi;
    exported.extendTranslate((name, source) => sources.set(name, source));
    const Source = sources.get(declared.translate);
    assert.ok(Source);
    assert.equal(await new Source().translate('a comment', { from: 'auto', to: 'de' }), 'A COMMENT');
    await assert.rejects(new Source().translate('a comment', { to: 'ja' }), /“ja”; it knows: de, fr, en/);
  });
});
