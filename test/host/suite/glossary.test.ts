import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestHook } from '../../../extension/compose/testHook.js';
import { closeAll, eventually, openFile, run, select, workspaceFolder } from '../support/editing.js';
import { testing } from '../support/extension.js';
import { FakeModel } from '../support/fakeModel.js';

const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('interlinear');
const fileOf = (path: string): vscode.Uri => vscode.Uri.joinPath(workspaceFolder(), path);

async function remove(path: string): Promise<void> {
  try {
    await vscode.workspace.fs.delete(fileOf(path), { recursive: true });
  } catch {
    // It is not there.
  }
}

async function read(path: string): Promise<string> {
  return Buffer.from(await vscode.workspace.fs.readFile(fileOf(path))).toString('utf8');
}

describe('Glossary and words to keep', () => {
  const header = 'source,target,source language,target language,case sensitive\n';
  let hook: TestHook;
  let model: FakeModel;

  before(async () => {
    hook = await testing();
  });

  beforeEach(() => {
    model = new FakeModel((text) => text.toUpperCase());
    hook.useModel(model);
  });

  afterEach(async () => {
    await run('workbench.action.closeQuickOpen');
    await settings().update('glossary', undefined, vscode.ConfigurationTarget.Workspace);
    await settings().update('keep', undefined, vscode.ConfigurationTarget.Workspace);
    hook.reset();
    await closeAll();
    for (const path of ['.interlinear', 'glossary.csv', 'terms.csv', 'terms.tbx']) {
      await remove(path);
    }
  });

  async function write(path: string, content: string): Promise<void> {
    await vscode.workspace.fs.writeFile(fileOf(path), Buffer.from(content));
  }

  /** The terms that a request for a fresh document with this text carries. */
  async function termsFor(text: string, command = 'translate', target = 'de'): Promise<unknown> {
    const editor = await openFile(`${text}\n`);
    select(editor, text);
    await run(`interlinear.${command}`, command === 'translate' ? { target } : { task: 'fix' });
    return model.requests.at(-1)?.glossary;
  }

  it('gives a request the terms of its target language that its text holds', async () => {
    await write(
      'glossary.csv',
      `${header}cloud,Wolke,en,de\ncloud,nuage,en,fr\nserver,Server\nGo,Go,,,true\nrain,Regen,en,de\n`,
    );
    const terms = (await termsFor('The Cloud server is written in Go.')) as {
      source: string;
      target: string;
    }[];
    assert.deepEqual(
      terms.map(({ source, target }) => [source, target]),
      [
        ['cloud', 'Wolke'],
        ['server', 'Server'],
        ['Go', 'Go'],
      ],
    );
    assert.deepEqual(hook.messages, []);
  });

  it('puts no translation into a text that stays in its language', async () => {
    await write('glossary.csv', `${header}cloud,Wolke,en,de\nserver,Server\ne-mail,email,en,en\n`);
    const terms = (await termsFor('An e-mail of the cloud server.', 'rewrite')) as { source: string }[];
    assert.deepEqual(
      terms.map(({ source }) => source),
      ['e-mail'],
    );
  });

  it('asks for none where there is none', async () => {
    assert.equal(await termsFor('The cloud.'), undefined);
    assert.deepEqual(hook.messages, []);
  });

  it('is read again when it changes', async () => {
    await write('glossary.csv', `${header}cloud,Wolke,en,de\n`);
    assert.ok(await termsFor('The cloud.'));
    await write('glossary.csv', `${header}cloud,Cloud,en,de\n`);
    await eventually('the new term', async () => {
      const terms = (await termsFor('The cloud.')) as { target: string }[] | undefined;
      return terms?.[0]?.target === 'Cloud';
    });
    await remove('glossary.csv');
    await eventually('no terms', async () => (await termsFor('The cloud.')) === undefined);
  });

  it('is the file that the settings name, a TBX file too', async () => {
    await write('glossary.csv', `${header}cloud,Wolke,en,de\n`);
    await write(
      'terms.tbx',
      [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<tbx style="dct" type="TBX-Basic" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"><text><body>',
        '<conceptEntry id="c1"><langSec xml:lang="en"><termSec><term>cloud</term></termSec></langSec>',
        '<langSec xml:lang="de"><termSec><term>Datenwolke</term></termSec></langSec></conceptEntry>',
        '</body></text></tbx>',
      ].join('\n'),
    );
    await settings().update('glossary', 'terms.tbx', vscode.ConfigurationTarget.Workspace);
    const terms = (await termsFor('The cloud.')) as { source: string; target: string }[];
    assert.deepEqual(
      terms.map(({ source, target }) => [source, target]),
      [['cloud', 'Datenwolke']],
    );
  });

  it('says once that a named file is missing, and offers to make it', async () => {
    await settings().update('glossary', 'terms.csv', vscode.ConfigurationTarget.Workspace);
    assert.equal(await termsFor('The cloud.'), undefined);
    await termsFor('The cloud.');
    const told = hook.messages.filter(({ text }) => text.includes('does not exist'));
    assert.equal(told.length, 1);
    await told[0]!.choose('Open Glossary');
    await eventually(
      'the file',
      () => vscode.window.activeTextEditor?.document.uri.path.endsWith('/terms.csv') ?? false,
    );
    assert.equal(vscode.window.activeTextEditor?.document.getText(), header);
  });

  it('never leaves the folder', async () => {
    for (const path of ['../glossary.csv', '/etc/glossary.csv', 'C:\\glossary.csv', 'a/../../b.csv']) {
      await settings().update('glossary', path, vscode.ConfigurationTarget.Workspace);
      await run('interlinear.openGlossary');
      assert.match(hook.messages.at(-1)?.text ?? '', /path inside it/, path);
    }
  });

  it('shows errors at their lines, says so, and holds the other terms', async () => {
    await write('glossary.csv', `${header}cloud,Wolke,en,de\n,nothing,en,de\n`);
    const terms = await termsFor('The cloud.');
    assert.equal((terms as unknown[]).length, 1);
    const diagnostics = (): vscode.Diagnostic[] => vscode.languages.getDiagnostics(fileOf('glossary.csv'));
    await eventually('a diagnostic', () => diagnostics().length === 1);
    assert.equal(diagnostics()[0]!.range.start.line, 2);
    assert.equal(diagnostics()[0]!.source, 'Interlinear');
    assert.match(hook.messages.at(-1)?.text ?? '', /has errors \(1\)/);
    await write('glossary.csv', `${header}cloud,Wolke,en,de\n`);
    await eventually('no diagnostic', () => diagnostics().length === 0);
  });

  it('is made where there is none, and opened', async () => {
    await openFile('text\n');
    await run('interlinear.openGlossary');
    assert.ok(vscode.window.activeTextEditor?.document.uri.path.endsWith('/.interlinear/glossary.csv'));
    assert.equal(await read('.interlinear/glossary.csv'), header);
  });

  it('gets the selection, quoted where it must be', async () => {
    const editor = await openFile('The “big, big” cloud.\n');
    select(editor, '“big, big” cloud');
    await run('interlinear.addToGlossary', { translation: 'große "Wolke"', language: 'de' });
    assert.equal(
      await read('.interlinear/glossary.csv'),
      `${header}"“big, big” cloud","große ""Wolke""",,de\n`,
    );
    const terms = (await termsFor('A “big, big” cloud.')) as { target: string }[];
    assert.equal(terms[0]?.target, 'große "Wolke"');
  });

  it('keeps the columns and line ends that the file has', async () => {
    await write('glossary.csv', 'target,source\r\nWolke,cloud');
    const editor = await openFile('The server.\n');
    select(editor, 'server');
    await run('interlinear.addToGlossary', { translation: 'Server', language: 'de' });
    assert.equal(await read('glossary.csv'), 'target,source\r\nWolke,cloud\r\nServer,server\r\n');
    assert.match(hook.messages.at(-1)?.text ?? '', /holds for every language/);
  });

  it('gets nothing if the question is closed, several terms are selected, or none', async () => {
    const editor = await openFile('One two.\n\n');
    select(editor, 'One');
    let over = false;
    const done = run('interlinear.addToGlossary').then(() => (over = true));
    await eventually('the command to end', async () => {
      await run('workbench.action.closeQuickOpen');
      return over;
    });
    await done;
    assert.equal(await read('.interlinear/glossary.csv'), header);
    select(editor, 'One', 'two');
    await run('interlinear.addToGlossary');
    assert.match(hook.messages.at(-1)?.text ?? '', /one term only/);
    editor.selection = new vscode.Selection(1, 0, 1, 0);
    await run('interlinear.addToGlossary');
    assert.match(hook.messages.at(-1)?.text ?? '', /Select a word/);
  });

  it('keeps selected words in every answer from now on', async () => {
    const editor = await openFile('Interlinear and Mask-Predict 👩‍👩‍👧‍👦 stay.\n');
    select(editor, 'Interlinear', ' Mask-Predict ', '👩‍👩‍👧‍👦');
    await run('interlinear.keepWords');
    const words = ['Interlinear', 'Mask-Predict', '👩‍👩‍👧‍👦'];
    assert.deepEqual(settings().get('keep'), words);
    await run('interlinear.keepWords');
    assert.match(hook.messages.at(-1)?.text ?? '', /kept already/);
    await termsFor('Whatever it is.');
    assert.deepEqual(model.requests.at(-1)?.keep, words);
    const undo = hook.messages.find(({ actions }) => actions.includes('Undo'));
    await undo?.choose('Undo');
    await eventually('no words', () => (settings().get<unknown[]>('keep') ?? []).length === 0);
  });
});
