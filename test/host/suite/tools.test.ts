import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { languageModelTools, type ToolName } from '../../../extension/contributions/languageModelTools.js';
import { TextTool } from '../../../extension/features/api/textTool.js';
import { eventually } from '../support/editing.js';
import { activated, extensionId, testing } from '../support/extension.js';
import { FakeModel } from '../support/fakeModel.js';

const names = Object.keys(languageModelTools) as ToolName[];

describe('Tools for language models', () => {
  let model: FakeModel;

  beforeEach(async () => {
    model = new FakeModel((text) => text.toUpperCase());
    (await testing()).useModel(model);
  });

  afterEach(async () => (await testing()).reset());

  async function invoke(
    name: ToolName,
    input: unknown,
    token: vscode.CancellationToken,
    tokenBudget?: number,
  ): Promise<string> {
    const tool = new TextTool(await activated(), name);
    const countTokens = (text: string): Thenable<number> => Promise.resolve(text.split(/\s+/).length);
    const tokenizationOptions = tokenBudget === undefined ? undefined : { tokenBudget, countTokens };
    const options = { input, toolInvocationToken: undefined };
    const result = await tool.invoke(
      tokenizationOptions ? { ...options, tokenizationOptions } : options,
      token,
    );
    const [part] = result.content;
    assert.ok(part instanceof vscode.LanguageModelTextPart);
    return part.value;
  }
  const { token } = new vscode.CancellationTokenSource();

  it('are declared with names and descriptions in the language of the interface', () => {
    const { contributes } = vscode.extensions.getExtension(extensionId)?.packageJSON as {
      contributes: { languageModelTools: { name: string; displayName: string; userDescription: string }[] };
    };
    assert.deepEqual(
      contributes.languageModelTools.map(({ name }) => name),
      names,
    );
    for (const { displayName, userDescription } of contributes.languageModelTools) {
      assert.ok(!displayName.includes('%') && !userDescription.includes('%'));
    }
  });

  it('are known to VS Code, where it has tools at all', async () => {
    await activated();
    const known = vscode.lm.tools.map(({ name }) => name);
    const ours = known.filter((name) => name.startsWith('interlinear_'));
    assert.ok(known.length === 0 || ours.length === names.length, known.join());
  });

  it('answer with text', async () => {
    assert.equal(await invoke('interlinear_translate', { text: 'one', target: 'de' }, token), 'ONE');
    assert.equal(
      await invoke('interlinear_rewrite', { text: 'one', instruction: 'fix the grammar' }, token),
      'ONE',
    );
    const labels = ['formal', 'informal'];
    const answer = await invoke('interlinear_classify', { text: 'one', labels }, token);
    assert.deepEqual(JSON.parse(answer), { label: 'formal', probabilities: { formal: 1, informal: 0 } });
  });

  it('keep to the token budget', async () => {
    const text = 'word '.repeat(200).trim();
    const answer = await invoke('interlinear_translate', { text, target: 'de' }, token, 50);
    assert.ok(answer.split(/\s+/).length <= 50);
    assert.match(answer, /^WORD WORD.*\[The result was cut/s);
  });

  it('stop when they are cancelled', async () => {
    model.hold = true;
    const source = new vscode.CancellationTokenSource();
    const answer = invoke('interlinear_translate', { text: 'one', target: 'de' }, source.token);
    const failed = assert.rejects(answer, vscode.CancellationError);
    await eventually('the request', () => model.held.length === 1);
    source.cancel();
    await failed;
    assert.equal(model.aborted, 1);
  });

  it('ask first, without the text in the question', async () => {
    const tool = new TextTool(await activated(), 'interlinear_translate');
    const { confirmationMessages, invocationMessage } = tool.prepareInvocation({
      input: { text: 'a secret', target: 'de *bold*' },
    });
    const { title, message } = confirmationMessages ?? {};
    assert.match(title ?? '', /Interlinear/);
    const body = message instanceof vscode.MarkdownString ? message.value : message;
    assert.match(body ?? '', /8 characters into “de \\\*bold\\\*”[^]*on this machine/);
    assert.ok(!`${body ?? ''}${JSON.stringify(invocationMessage)}`.includes('secret'));
  });

  it('tell the model what is wrong with its input', async () => {
    await assert.rejects(invoke('interlinear_translate', { text: 'one' }, token), /target/);
    await assert.rejects(
      invoke('interlinear_translate', { text: 'one', target: 'tlh' }, token),
      /it knows: de, fr, en/,
    );
  });
});
