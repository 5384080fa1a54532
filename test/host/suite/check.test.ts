import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestHook } from '../../../extension/compose/testHook.js';
import { closeAll, eventually, openFile, rangeOf, replaceText, run, select } from '../support/editing.js';
import { testing } from '../support/extension.js';
import { FakeModel } from '../support/fakeModel.js';

const setting = 'check.languages';

describe('Spelling as you type', () => {
  let hook: TestHook;
  let model: FakeModel;
  const configuration = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('interlinear');
  const { Global } = vscode.ConfigurationTarget;

  before(async () => {
    hook = await testing();
  });

  beforeEach(() => {
    model = new FakeModel((text) => text);
    model.misspelt = { recieve: 'receive', wich: 'which' };
    hook.useModel(model);
  });

  afterEach(async () => {
    await configuration().update(setting, undefined, Global);
    await configuration().update('check.words', undefined, Global);
    hook.reset();
    await closeAll();
  });

  const problems = ({ uri }: vscode.TextDocument): vscode.Diagnostic[] =>
    vscode.languages.getDiagnostics(uri).filter(({ code }) => code === 'spelling');
  const words = (document: vscode.TextDocument): string[] =>
    problems(document).map(({ range }) => document.getText(range));

  it('asks nothing unless it is wanted', async () => {
    const { document } = await openFile('You recieve it.\n', 'md');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    assert.deepEqual(words(document), []);
    assert.deepEqual(model.checkRequests, []);
  });

  it('marks quietly what model and lexicon are sure of, in the languages that are wanted, and follows edits', async () => {
    model.unsure = ['wich'];
    const { document } = await openFile('You recieve it, wich helps.\n', 'md');
    await configuration().update(setting, ['de'], Global);
    await eventually('a check', () => model.checkRequests.length > 0);
    assert.deepEqual(words(document), []);
    await configuration().update(setting, ['en'], Global);
    await eventually('the mark', () => words(document).length === 1);
    assert.deepEqual(words(document), ['recieve']);
    assert.equal(problems(document)[0]?.severity, vscode.DiagnosticSeverity.Information);
    await replaceText(document, 'You', 'Everybody will');
    assert.deepEqual(words(document), ['recieve'], 'it moves with its word');
    await replaceText(document, 'recieve', 'receive');
    assert.deepEqual(words(document), [], 'it goes as soon as its word is edited');
  });

  it('offers a fix, to ignore the word, and to add it to the dictionary', async () => {
    await configuration().update(setting, ['en'], Global);
    const { document } = await openFile('You recieve it, wich helps. They recieve more.\n', 'md');
    await eventually('the marks', () => words(document).length === 3);
    const actions = async (text: string): Promise<vscode.CodeAction[]> =>
      vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        rangeOf(document, text),
      );
    const [fix] = (await actions('wich')).filter(({ title }) => title.startsWith('Change to'));
    assert.ok(fix?.edit);
    await vscode.workspace.applyEdit(fix.edit);
    assert.match(document.getText(), /it, which helps/);
    const add = (await actions('recieve')).find(({ title }) => title === 'Add “recieve” to the dictionary');
    assert.ok(add?.command);
    await run(add.command.command, ...(add.command.arguments as unknown[]));
    assert.deepEqual(configuration().get('check.words'), ['recieve']);
    await eventually('no mark', () => words(document).length === 0);
  });

  it('says what the dictionary does not have where a correction changes nothing', async () => {
    const editor = await openFile('You recieve it, wich helps.\n', 'md');
    select(editor, 'You recieve it, wich helps.');
    await run('interlinear.fix');
    const message = hook.messages.at(-1);
    assert.match(message?.text ?? '', /“recieve”, “wich”/);
    assert.deepEqual(message?.actions, ['Show Suggestions']);
  });
});
