import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { MemoryStore } from '../../../extension/node/memory/memoryStore.js';

describe('the store of translation memories', () => {
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'memory-'))));
  afterEach(() => rmSync(folder, { recursive: true }));
  const write = (name: string, content: string | Buffer): string => {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  };
  const tmx = (target: string): string =>
    `<tmx version="1.4"><body><tu><tuv xml:lang="en"><seg>Save</seg></tuv><tuv xml:lang="de"><seg>${target}</seg></tuv></tu></body></tmx>`;

  it('finds what a folder holds, and says which file has it', async () => {
    write('i18n/en.json', '{"a": "Open the file", "b": "Close"}');
    write('i18n/de.json', '{"a": "Datei öffnen", "b": "Schließen"}');
    write('i18n/fr.json', '{"a": "Ouvrir le fichier"}');
    write('node_modules/x/en.json', '{"a": "Hidden"}');
    write('node_modules/x/de.json', '{"a": "Versteckt"}');
    const memory = await new MemoryStore().open([folder]);
    const found = memory.find('Open the file', 'de', 'en', 0.7);
    assert.deepEqual(found, {
      source: 'Open the file',
      target: 'Datei öffnen',
      sourceLanguage: 'en',
      targetLanguage: 'de',
      score: 1,
      origin: 'de.json',
    });
    assert.equal(memory.find('Datei öffnen', 'fr', undefined, 0.7)?.target, 'Ouvrir le fichier');
    assert.equal(memory.find('Open the files', 'de', 'fr', 0.6), undefined);
    assert.equal(memory.find('Hidden', 'de', 'en', 0.7), undefined);
  });

  it('takes the translations that lie beside a named file', async () => {
    const path = write('locales/de/common.json', '{"a": "Ja"}');
    write('locales/en/common.json', '{"a": "Yes"}');
    write('locales/en/other.json', '{"a": "No"}');
    const memory = await new MemoryStore().open([path]);
    assert.equal(memory.find('Yes', 'de', undefined, 1)?.origin, 'de/common.json');
  });

  it('reads a file again only when it has changed', async () => {
    const path = write('a.tmx', tmx('Speichern'));
    const store = new MemoryStore();
    assert.equal((await store.open([path])).find('Save', 'de', 'en', 1)?.target, 'Speichern');
    const time = new Date(2020, 1, 1);
    writeFileSync(path, tmx('Sichern'));
    utimesSync(path, time, time);
    assert.equal((await store.open([path])).find('Save', 'de', 'en', 1)?.target, 'Sichern');
    // The same time and size: not read.
    writeFileSync(path, tmx('SICHERN'));
    utimesSync(path, time, time);
    assert.equal((await store.open([path])).find('Save', 'de', 'en', 1)?.target, 'Sichern');
  });

  it('reads UTF-16 of either order', async () => {
    const text = Buffer.from(`\ufeff${tmx('Größe')}`, 'utf16le');
    const little = write('l.tmx', text);
    const big = write('b.tmx', Buffer.from(text).swap16());
    for (const path of [little, big]) {
      assert.equal((await new MemoryStore().open([path])).find('Save', 'de', 'en', 1)?.target, 'Größe');
    }
  });

  it('refuses a damaged file that was named, and leaves out one that was found', async () => {
    const path = write('a.tmx', '<tmx>\n<body>');
    write('b.tmx', tmx('Speichern'));
    await assert.rejects(new MemoryStore().open([path]), /a\.tmx:2: The file is damaged/);
    const damaged: string[] = [];
    const memory = await new MemoryStore().open([folder], {
      onDamaged: ({ message }) => damaged.push(message),
    });
    assert.equal(memory.find('Save', 'de', 'en', 1)?.target, 'Speichern');
    assert.equal(damaged.length, 1);
    await assert.rejects(new MemoryStore().open([write('a.png', 'x')]), /is no translation memory/);
    await assert.rejects(new MemoryStore().open([join(folder, 'missing')]), /ENOENT/);
  });

  it('leaves out what nobody named and is damaged, or is there no more', async () => {
    const found = [write('a.tmx', '<tmx>\n<body>'), join(folder, 'gone.tmx'), write('b.tmx', tmx('Sichern'))];
    const memory = await new MemoryStore().open([], { found });
    assert.equal(memory.find('Save', 'de', 'en', 1)?.target, 'Sichern');
  });
});
