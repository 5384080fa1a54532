import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ResponseError } from 'vscode-jsonrpc/node';
import { InterlinearError } from '../../../extension/core/protocol/protocol.js';
import { fromResponseError, toResponseError } from '../../../extension/node/wire.js';
import { localisedStrings } from './localisedStrings.js';

const folder = path.resolve(__dirname, '../../../l10n');
const placeholders = (text: string): string[] => (text.match(/\{\d+\}/g) ?? []).sort();

describe('Localisation', () => {
  const wanted = localisedStrings();

  it('reaches what the inference process says, over the wire too', () => {
    const error = new InterlinearError('invalidArgument', 'The label “{0}” is given twice.', ['{1} {0}']);
    assert.equal(error.message, 'The label “{1} {0}” is given twice.');
    assert.ok(wanted.includes('The label “{0}” is given twice.'));
    const sent = toResponseError(error);
    const data = JSON.parse(JSON.stringify(sent.data)) as unknown;
    const received = fromResponseError(new ResponseError(sent.code, sent.message, data));
    assert.ok(received instanceof InterlinearError);
    assert.deepEqual(received.wording, error.wording);
    assert.deepEqual([received.code, received.message], [error.code, error.message]);
    const plain = toResponseError(new InterlinearError('processFailed', 'Translated already {0}'));
    const again = fromResponseError(new ResponseError(plain.code, plain.message, null));
    assert.ok(again instanceof InterlinearError);
    assert.equal(again.wording, undefined);
    assert.equal(again.message, 'Translated already {0}');
  });

  it('is not English that was left standing', () => {
    for (const language of ['de', 'fr', 'es', 'zh-cn']) {
      const bundle = JSON.parse(
        readFileSync(path.join(folder, `bundle.l10n.${language}.json`), 'utf8'),
      ) as Record<string, string>;
      // Single words may be the same in two languages, whole sentences are not.
      const same = Object.entries(bundle).filter(
        ([english, text]) => english === text && english.split(/\s+/).length > 3,
      );
      assert.deepEqual(same, [], language);
    }
  });

  it('speaks to a person in one way: formally, and by one word for one thing', () => {
    const word = (words: string): RegExp => new RegExp(`(?<!\\p{L})(?:${words})(?!\\p{L})`, 'iu');
    const strange: Readonly<Record<string, RegExp>> = {
      de: word('du|dein|deine[mnrs]?|dich|dir|Schreibmarke|Passwort'),
      fr: word('tu|ton|tes|toi|périphérique'),
      es: word('tu|tus|tú|elige|abre|inténtalo|espacio de trabajo'),
      'zh-cn': /你|撤销|[\u4e00-\u9fff][,;:?!](?:\s|$|[\u4e00-\u9fff])/,
    };
    for (const [language, words] of Object.entries(strange)) {
      for (const file of [`l10n/bundle.l10n.${language}.json`, `package.nls.${language}.json`]) {
        const texts = JSON.parse(readFileSync(path.join(folder, '..', file), 'utf8')) as Record<
          string,
          string
        >;
        for (const text of Object.values(texts)) {
          const prose = text.replace(/`[^`]*`|_[^_]*_|\([^()]*\)/g, '');
          assert.doesNotMatch(prose, words, `${file}: ${text}`);
        }
      }
    }
  });

  for (const language of ['de', 'fr', 'es', 'zh-cn']) {
    it(`is complete, and holds nothing else: ${language}`, () => {
      const file = path.join(folder, `bundle.l10n.${language}.json`);
      const bundle = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
      assert.ok(wanted.length > 50);
      assert.deepEqual(Object.keys(bundle).sort(), wanted);
      for (const [english, translation] of Object.entries(bundle)) {
        assert.notEqual(translation.trim(), '', english);
        assert.deepEqual(placeholders(translation), placeholders(english), english);
      }
    });
  }
});
