import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { commands, type CommandDefinition } from '../../../extension/contributions/commands.js';
import { contextKeys } from '../../../extension/contributions/contextKeys.js';
import {
  packageContributions,
  restrictedSettings,
} from '../../../extension/contributions/packageContributions.js';
import { settings } from '../../../extension/contributions/settings.js';

const root = path.resolve(__dirname, '../../..');
const read = (file: string): Record<string, unknown> =>
  JSON.parse(readFileSync(path.join(root, file), 'utf8')) as Record<string, unknown>;
const packageText = readFileSync(path.join(root, 'package.json'), 'utf8');
const manifest = JSON.parse(packageText) as {
  contributes: unknown;
  activationEvents: string[];
  capabilities: { untrustedWorkspaces: { supported: string; restrictedConfigurations: string[] } };
};
const definitions = Object.entries<CommandDefinition>(commands);

describe('Contributions', () => {
  it('of package.json are those of the tables (npm run contributions)', () => {
    const generated: unknown = JSON.parse(JSON.stringify(packageContributions()));
    assert.deepEqual(manifest.contributes, generated);
    assert.deepEqual(
      manifest.capabilities.untrustedWorkspaces.restrictedConfigurations,
      restrictedSettings(),
    );
  });

  it('have every string in every language, and no other', () => {
    const used = [...packageText.matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key);
    const wanted = [...new Set(used)].sort();
    assert.ok(wanted.length > 20);
    const files = readdirSync(root).filter((file) => /^package\.nls.*\.json$/.test(file));
    assert.deepEqual(files.sort(), [
      'package.nls.de.json',
      'package.nls.es.json',
      'package.nls.fr.json',
      'package.nls.json',
      'package.nls.zh-cn.json',
    ]);
    for (const file of files) {
      const strings = read(file);
      assert.deepEqual(Object.keys(strings).sort(), wanted, file);
      assert.ok(
        Object.values(strings).every((text) => typeof text === 'string' && text.trim() !== ''),
        file,
      );
    }
  });

  it('use no context key that is not in the table', () => {
    const known = new Set(Object.keys(contextKeys));
    const ids = new Set<string>([...Object.keys(commands), ...Object.keys(settings), 'interlinear.editor']);
    const clauses = definitions.flatMap(([, { palette, contextMenu, keybinding }]) => [
      palette ?? '',
      contextMenu?.when ?? '',
      keybinding?.when ?? '',
    ]);
    const keys = clauses.flatMap((clause) => clause.match(/interlinear\.[\w.]+/g) ?? []);
    assert.ok(keys.length > 0);
    assert.deepEqual(
      keys.filter((key) => !known.has(key)),
      [],
    );
    assert.deepEqual(
      [...known].filter((key) => ids.has(key)),
      [],
    );
  });

  it('bind keys only to commands that change no text, and only inside an open review', () => {
    const bound = definitions.filter(([, { keybinding }]) => keybinding);
    assert.deepEqual(bound.map(([id]) => id).sort(), [
      'interlinear.nextChange',
      'interlinear.previousChange',
    ]);
    for (const [id, { keybinding }] of bound) {
      assert.match(keybinding?.when ?? '', /\binterlinear\.reviewInEditor\b/, id);
    }
  });

  it('let no workspace name a path or choose a device', () => {
    assert.equal(settings['interlinear.model'].scope, 'machine');
    assert.equal(settings['interlinear.device'].scope, 'machine');
    assert.deepEqual(restrictedSettings(), ['interlinear.model']);
    assert.equal(manifest.capabilities.untrustedWorkspaces.supported, 'limited');
  });

  it('activate the extension with its commands only', () => {
    assert.deepEqual(manifest.activationEvents, []);
  });
});
