import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { colors, type ColorDefinition } from '../../../extension/contributions/colors.js';
import {
  commands,
  type CommandDefinition,
  type CommandId,
} from '../../../extension/contributions/commands.js';
import { contextKeys } from '../../../extension/contributions/contextKeys.js';
import {
  packageContributions,
  restrictedSettings,
} from '../../../extension/contributions/packageContributions.js';
import { lastTargetKey, translationCommands } from '../../../extension/contributions/translationCommands.js';
import { settings, type SettingDefinition } from '../../../extension/contributions/settings.js';

const root = path.resolve(__dirname, '../../..');
const read = (file: string): Record<string, unknown> =>
  JSON.parse(readFileSync(path.join(root, file), 'utf8')) as Record<string, unknown>;
const packageText = readFileSync(path.join(root, 'package.json'), 'utf8');
const manifest = JSON.parse(packageText) as {
  contributes: { walkthroughs: { when: string; steps: Step[] }[] };
  activationEvents: string[];
  extensionKind: string[];
  capabilities: {
    untrustedWorkspaces: { supported: string; restrictedConfigurations: string[] };
    virtualWorkspaces: boolean;
  };
};
interface Step {
  readonly media: { readonly image: Readonly<Record<'light' | 'dark' | 'hc' | 'hcLight', string>> };
  readonly completionEvents: readonly string[];
}
/** Commands that neither change a text nor end anything, so that they may have a default key. */
const harmless: ReadonlySet<CommandId> = new Set<CommandId>([
  'interlinear.cancel',
  'interlinear.nextChange',
  'interlinear.previousChange',
  'interlinear.showOriginal',
  'interlinear.describeSentence',
  'interlinear.classify',
  'interlinear.checkRules',
  'interlinear.reviewChanges',
  'interlinear.toggleConfidence',
  'interlinear.showStatus',
  'interlinear.showLog',
]);

/** Every source file of the extension, with its path. */
function sources(): [file: string, text: string][] {
  const folder = path.join(root, 'extension');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => [file, readFileSync(path.join(folder, file), 'utf8')]);
}
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
    const keys = clauses.flatMap((clause) => clause.match(/(?<!config\.)\binterlinear\.[\w.]+/g) ?? []);
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

  it('bind keys only to commands that change no text, and only inside an open review or a running request', () => {
    const bound = definitions.filter(([, { keybinding }]) => keybinding);
    assert.ok(bound.length > 0);
    for (const [id, { keybinding }] of bound) {
      assert.ok(
        harmless.has(id as CommandId),
        `${id} may change or lose text, so it must have no default key`,
      );
      assert.match(keybinding?.when ?? '', /\binterlinear\.(?:reviewInEditor|running)\b/, id);
      // Reload, print, save, close, quit: nobody must lose one of these, and none of them must come near.
      assert.doesNotMatch(keybinding?.key ?? '', /^(ctrl|cmd)\+[a-z]$|delete|backspace/i, id);
    }
  });

  it('have commands with a title, and an icon wherever VS Code can show them as a button', () => {
    const english = read('package.nls.json');
    for (const [id, { title, icon, palette }] of definitions) {
      assert.match(id, /^interlinear\.[a-z][A-Za-z]+$/);
      assert.equal(title, `command.${id.slice('interlinear.'.length)}`, 'one key for each command');
      assert.match(String(english[title]), /^[A-Z]/, id);
      assert.match(icon ?? '$(none)', /^\$\([a-z-]+\)$/, id);
      assert.notEqual(palette?.trim(), '', id);
    }
    const titles = definitions.map(([, { title }]) => english[title]);
    assert.equal(new Set(titles).size, titles.length, 'and no two of the same title');
  });

  it('say in every language alike which commands ask before they act', () => {
    const asks = (file: string): string[] =>
      Object.entries(read(file))
        .filter(([key, text]) => key.startsWith('command.') && String(text).endsWith('…'))
        .map(([key]) => key)
        .sort();
    for (const file of ['de', 'es', 'fr', 'zh-cn'].map((language) => `package.nls.${language}.json`)) {
      assert.deepEqual(asks(file), asks('package.nls.json'), file);
    }
  });

  it('offer a command of a review only during one, in the menu as in the palette', () => {
    for (const [id, { palette, contextMenu }] of definitions) {
      if (contextMenu?.when?.includes('interlinear.onChange')) {
        assert.equal(palette, 'interlinear.reviewInEditor', id);
      }
    }
  });

  it('let no untrusted workspace name a file or an address, choose a device, or start work by itself', () => {
    assert.equal(settings['interlinear.device'].scope, 'machine');
    const restricted = new Set<string>(restrictedSettings());
    for (const id of ['model', 'rules', 'hover.startProcess', 'glossary']) {
      assert.ok(restricted.has(`interlinear.${id}`), id);
    }
    for (const [id, { scope }] of Object.entries<SettingDefinition<unknown>>(settings)) {
      const names = /model|path|file|folder|directory|url|endpoint|server|glossary|executable|startProcess/i;
      if (names.test(id)) {
        assert.ok(restricted.has(id) || scope === 'machine', `${id} must be restricted`);
      }
    }
    const { capabilities } = manifest;
    assert.equal(capabilities.untrustedWorkspaces.supported, 'limited');
    assert.equal(capabilities.virtualWorkspaces, true);
    assert.deepEqual(manifest.extensionKind, ['ui', 'workspace']);
  });

  it('have few settings, each with a scope and a description', () => {
    const all = Object.entries<SettingDefinition<unknown>>(settings);
    assert.ok(all.length <= 27, `${all.length} settings: leave one out`);
    for (const [id, { scope, description, values }] of all) {
      assert.ok(['machine', 'resource', 'language-overridable'].includes(scope), id);
      const texts = [description, ...(values ?? []).map((value) => `${description}.${String(value)}`)];
      for (const key of texts) assert.ok(key in read('package.nls.json'), key);
    }
  });

  it('load the extension with a document, never with the window', () => {
    assert.deepEqual(manifest.activationEvents, ['onLanguage']);
  });

  it('have nothing that reports to anybody', () => {
    const forbidden = /createTelemetryLogger|extension-telemetry|applicationinsights|posthog|sentry/i;
    assert.doesNotMatch(packageText, forbidden);
    for (const [file, text] of sources()) assert.doesNotMatch(text, forbidden, file);
  });
});

describe('Ways in', () => {
  it('have one suggested key for each command, apart from those of VS Code', () => {
    const suggested = definitions.flatMap(([, { suggestedKey }]) => suggestedKey ?? []);
    assert.ok(suggested.length > 20);
    assert.equal(new Set(suggested).size, suggested.length);
    for (const key of suggested) assert.match(key, /^alt\+w (shift\+)?([a-z]|enter)$/);
    const bound = packageContributions()['keybindings'] as readonly unknown[];
    assert.equal(bound.length, 3, 'nobody has a suggested key without binding it');
  });

  it('name the last language in the palette and both menus, and only that one', () => {
    const menus = packageContributions()['menus'] as Readonly<
      Record<string, { command?: string; when?: string }[]>
    >;
    for (const [code, id] of Object.entries(translationCommands)) {
      for (const menu of ['commandPalette', 'editor/context', 'interlinear.editor']) {
        const entry = menus[menu]?.find(({ command }) => command === id);
        assert.ok(entry?.when?.endsWith(`interlinear.lastTarget == ${code}`), `${menu}: ${id}`);
      }
    }
    assert.equal(lastTargetKey(undefined), '');
    assert.equal(lastTargetKey('de'), 'de');
    assert.equal(lastTargetKey('sv'), 'other');
  });

  it('are few in the palette, without what the lists of other commands have', () => {
    const always = definitions.filter(([, { palette }]) => palette === undefined).map(([id]) => id);
    assert.ok(always.length <= 35, `${always.length} entries that are always there`);
    for (const id of ['installModelFromFolder', 'removeModel', 'restart', 'openSample']) {
      assert.equal(commands[`interlinear.${id}` as CommandId].palette, 'false', id);
    }
  });
});

describe('Colours', () => {
  const table = Object.entries<ColorDefinition>(colors);

  it('are given for light, dark and both high contrast themes', () => {
    assert.ok(table.length > 5);
    for (const [id, { dark, light, highContrast, highContrastLight }] of table) {
      for (const value of [dark, light, highContrast, highContrastLight]) {
        assert.match(value, /^#([0-9a-f]{6}|[0-9a-f]{8})$|^[a-z]+([A-Za-z.]+)$/, id);
      }
    }
  });

  it('are the only ones that decorations use, and each is used', () => {
    const all = sources();
    for (const [file, text] of all) {
      if (!file.endsWith('themeColor.ts')) {
        assert.doesNotMatch(text, /new (vscode\.)?ThemeColor\(/, `${file}: use themeColor()`);
      }
    }
    for (const [id] of table) {
      assert.ok(
        all.some(([file, text]) => !file.endsWith('colors.ts') && text.includes(`'${id}'`)),
        `${id} is used nowhere`,
      );
    }
  });
});

describe('The walkthrough', () => {
  const [first] = manifest.contributes.walkthroughs;
  assert.ok(first);
  const { when, steps } = first;

  it('has a few steps, each with its own small picture for every kind of theme', () => {
    assert.ok(steps.length >= 4 && steps.length <= 5);
    const files = steps.flatMap(({ media: { image } }) => [image.light, image.dark, image.hc, image.hcLight]);
    assert.equal(new Set(files).size, 4 * steps.length);
    const sizes = files.map((file) => statSync(path.join(root, file)).size);
    assert.ok(Math.min(...sizes) > 1000);
    assert.ok(sizes.reduce((sum, size) => sum + size) < 500_000, 'all of them are in the package');
  });

  it('does not open by itself: its condition is false after an installation', () => {
    assert.equal(when, 'interlinear.walkthrough');
    assert.equal(contextKeys['interlinear.walkthrough'], false);
  });

  it('leads to commands that there are, in every language to the same ones', () => {
    const linked = (file: string): string[] =>
      Object.entries(read(file))
        .filter(([key]) => key.startsWith('walkthrough.'))
        .flatMap(([, text]) => [...String(text).matchAll(/\(command:([\w.]+)/g)].map(([, id]) => id ?? ''));
    const english = linked('package.nls.json');
    assert.ok(english.length >= steps.length);
    for (const id of english) assert.ok(id in commands || id.startsWith('workbench.'), id);
    for (const language of ['de', 'es', 'fr', 'zh-cn']) {
      assert.deepEqual(linked(`package.nls.${language}.json`), english, language);
    }
  });

  it('marks a step as done by what worked, not by a command that may have failed', () => {
    for (const { completionEvents } of steps) {
      assert.ok(completionEvents.length > 0);
      for (const event of completionEvents) {
        if (event.startsWith('onContext:')) assert.ok(event.slice('onContext:'.length) in contextKeys, event);
        else assert.match(event, /^onCommand:workbench\./, 'one of ours may fail, and tick nothing then');
      }
    }
  });
});
