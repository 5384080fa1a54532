import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commands } from '../../../extension/contributions/commands.js';
import { settings, type SettingDefinition } from '../../../extension/contributions/settings.js';
import { activated, extensionId } from '../support/extension.js';

describe('Contributions', () => {
  it('activates and returns its interface', async () => {
    const api = await activated();
    assert.equal(api.version, 1);
    assert.equal(typeof api.rewrite, 'function');
    assert.equal(typeof api.classify, 'function');
  });

  it('registers every command of the table, and no other', async () => {
    await activated();
    const registered = (await vscode.commands.getCommands(true)).filter((id) =>
      id.startsWith('interlinear.'),
    );
    assert.deepEqual(registered.sort(), Object.keys(commands).sort());
  });

  it('titles every command in the language of the interface', () => {
    const manifest = vscode.extensions.getExtension(extensionId)?.packageJSON as {
      contributes: { commands: { command: string; title: string }[] };
    };
    const titles = manifest.contributes.commands.map(({ title }) => title);
    assert.equal(titles.length, Object.keys(commands).length);
    assert.deepEqual(
      titles.filter((title) => title.includes('%')),
      [],
    );
  });

  it('has the defaults of the table for every setting', () => {
    const configuration = vscode.workspace.getConfiguration();
    for (const [id, { default: value }] of Object.entries(settings) as [
      string,
      SettingDefinition<unknown>,
    ][]) {
      assert.deepEqual(configuration.inspect(id)?.defaultValue, value, id);
    }
  });

  it('starts no process before it is asked for anything', async () => {
    const { testing } = await activated();
    assert.equal(testing?.processPhase, 'stopped');
  });
});
