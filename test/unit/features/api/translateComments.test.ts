import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { TranslationSource } from '../../../../extension/features/api/interlinearApi.js';
import { extendTranslate, sourceName } from '../../../../extension/features/api/commentTranslateSource.js';
import { tinyManifest } from '../../inference/support/tinyManifest.js';

describe('Source for Comment Translate', () => {
  const manifest = tinyManifest();
  let detected: string | undefined;
  let instructions: string[];

  beforeEach(() => {
    detected = 'en';
    instructions = [];
  });

  /** What Comment Translate does: it makes the source without arguments, and asks it for texts. */
  function source(interfaceLanguage = 'de'): TranslationSource {
    const registry = new Map<string, new () => TranslationSource>();
    extendTranslate({
      model: {
        manifest: () => Promise.resolve(manifest),
        rewrite: ({ texts, instruction }) => {
          instructions.push(instruction);
          return Promise.resolve(
            texts.map((text) => ({
              output: text.toUpperCase(),
              score: 0,
              tokens: 1,
              iterations: 1,
              milliseconds: 1,
              segments: [],
            })),
          );
        },
      },
      detect: () => Promise.resolve(detected),
      interfaceLanguage,
      unknown: {
        target: (language, known) => `no target ${language}; ${known}`,
        source: (language, known) => `no source ${language}; ${known}`,
      },
    })((name, made) => registry.set(name, made));
    const Source = registry.get(sourceName);
    assert.ok(Source);
    return new Source();
  }

  it('is declared in package.json under the name that it registers', () => {
    const { contributes } = JSON.parse(
      readFileSync(path.resolve(__dirname, '../../../../package.json'), 'utf8'),
    ) as { contributes: { translates: { title: string; translate: string }[] } };
    assert.deepEqual(
      contributes.translates.map(({ translate }) => translate),
      [sourceName],
    );
    assert.ok(contributes.translates[0]?.title);
  });

  it('translates with all of its ways to name languages', async () => {
    for (const options of [
      { from: 'auto', to: 'de' },
      { from: 'en', to: 'de-DE' },
      { to: 'de' },
      { from: 'auto', to: 'auto' },
      undefined,
    ]) {
      assert.equal(await source().translate('a comment', options), 'A COMMENT');
    }
    assert.deepEqual(new Set(instructions), new Set(['Translate to German.']));
  });

  it('finds out the language of the text, and leaves alone what needs no translation', async () => {
    detected = 'de';
    assert.equal(await source().translate('ein Kommentar', { from: 'auto', to: 'de' }), 'ein Kommentar');
    assert.equal(await source().translate('x', { from: 'de', to: 'de-AT' }), 'x');
    assert.equal(await source().translate('  ', { to: 'de' }), '  ');
    assert.deepEqual(instructions, []);
  });

  it('translates what it is not sure of', async () => {
    detected = undefined;
    assert.equal(await source().translate('abc', { from: 'auto', to: 'fr' }), 'ABC');
    assert.deepEqual(instructions, ['Translate to French.']);
  });

  it('says which languages there are if it does not know one', async () => {
    await assert.rejects(source().translate('x', { from: 'auto', to: 'ja' }), {
      message: 'no target ja; en, de, fr',
    });
    await assert.rejects(source('pt-br').translate('x', { to: 'auto' }), /no target pt-br/);
    await assert.rejects(source().translate('x', { from: 'ja', to: 'de' }), {
      message: 'no source ja; en, de, fr',
    });
    detected = 'it';
    await assert.rejects(source().translate('x', { from: 'auto', to: 'de' }), /no source it/);
    assert.deepEqual(instructions, []);
  });

  it('says what it can do', async () => {
    const subject = source();
    assert.ok(subject.maxLen > 0);
    assert.equal(subject.link('x', {}), '');
    assert.ok(subject.isSupported('auto'));
    await subject.translate('x', { to: 'de' });
    assert.ok(subject.isSupported('de-DE'));
    assert.ok(!subject.isSupported('ja'));
  });
});
