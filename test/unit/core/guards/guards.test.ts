import assert from 'node:assert/strict';
import {
  checkRewriting,
  type GuardContext,
  type GuardFailure,
} from '../../../../extension/core/guards/guards.js';
import { guessLanguage } from '../../../../extension/core/guards/languageGuess.js';

const into = (target: string, source = 'en'): GuardContext => ({
  sourceLanguage: source,
  targetLanguage: target,
});
const failure = (source: string, output: string, context: GuardContext): GuardFailure | undefined =>
  checkRewriting(source, output, context).failure;

describe('guards of a rewriting', () => {
  const de = into('de');

  for (const [source, output, context] of [
    ['It costs $1,000.50.', 'Es kostet 1.000,50 $.', de],
    ['1,234,567 people', '1 234 567 personnes', into('fr')],
    ['3 million users', '300万用户', into('zh')],
    ['three files and 2 folders', 'drei Dateien und zwei Ordner', de],
    ['Two of 12 files', '2 von zwölf Dateien', de],
    ['on May 3, 2024', '2024年5月3日', into('zh')],
    ['at 3 pm', 'um 15 Uhr', de],
    ['03/05/2024 at 10:30', '03.05.2024 um 10:30 Uhr', de],
    ['Version 1.2.3 of 20', 'Version 1.2.3 von 20', de],
    ['About 50% of it', 'Etwa 50 % davon', de],
    ['100 percent', '100 %', de],
    ['The 1st place', 'Der erste Platz', de],
  ] as const) {
    it(`lets numbers through in the form of the language: ${output}`, () => {
      assert.equal(failure(source, output, context), undefined);
    });
  }

  for (const [source, output, expected] of [
    ['It costs 1.5 euros.', 'Es kostet 15 Euro.', 'number-changed'],
    ['the third floor of 7', 'der zweite Stock von 6', 'number-changed'],
    ['Wait 5 minutes.', 'Warten Sie einige Minuten.', 'number-changed'],
    ['Wait a little.', 'Warten Sie 5 Minuten.', 'number-changed'],
    ['Version 1.2.3', 'Version 1.2.4', 'number-changed'],
    ['It works 🎉', 'Es funktioniert', 'symbol-changed'],
    ['It works', 'Es funktioniert 🎉', 'symbol-changed'],
    ['5 € each', '5 $ je', 'symbol-changed'],
    ['Save (all)', 'Speichern (alle', 'symbol-changed'],
    ["I can't come tomorrow.", 'Ich kann morgen kommen.', 'negation-changed'],
    ['Submit it at once.', 'Reichen Sie es nicht sofort ein.', 'negation-changed'],
    ['Is it open?', 'Es ist offen.', 'question-changed'],
    ['This is the file that you have opened.', 'This is the file that you have opened.', 'wrong-language'],
  ] as const) {
    it(`stops ${expected}: ${output}`, () => {
      assert.equal(failure(source, output, de), expected);
    });
  }

  it('knows negation in five languages', () => {
    const negative = {
      de: ['Er kommt nicht.', 'Er kommt.'],
      fr: ['Il ne vient pas.', 'Il vient.'],
      es: ['No viene.', 'Viene.'],
      zh: ['他不来。', '他来。'],
    };
    for (const [language, [kept = '', lost = '']] of Object.entries(negative)) {
      assert.equal(failure('He does not come.', kept, into(language)), undefined, kept);
      assert.equal(failure('He does not come.', lost, into(language)), 'negation-changed', lost);
      assert.equal(failure(kept, 'He comes.', into('en', language)), 'negation-changed', kept);
    }
    // What is negative in part only is a doubt.
    assert.deepEqual(checkRewriting('This is impossible.', 'Das ist nicht möglich.', de), {
      failure: undefined,
      doubtful: true,
    });
  });

  it('lets a correction mend a misspelt negation, but not take one out', () => {
    const fix = { sourceLanguage: 'en', corrects: true };
    assert.equal(failure('It does nott work.', 'It does not work.', fix), undefined);
    assert.equal(failure('It does not work.', 'It works.', fix), 'negation-changed');
    assert.equal(failure('Submit it.', 'Do not submit it.', { sourceLanguage: 'en' }), 'negation-changed');
  });

  it('lets a shortened text lose numbers, but not gain them', () => {
    const shorter = { sourceLanguage: 'en', mayLose: true };
    assert.equal(failure('Wait 5 minutes 🎉.', 'Wait.', shorter), undefined);
    assert.equal(failure('Wait 5 minutes.', 'Wait 6.', shorter), 'number-changed');
  });
});

describe('the guess of a language', () => {
  it('is right for sentences, and silent for words', () => {
    assert.equal(guessLanguage('The file could not be opened because it is in use.'), 'en');
    assert.equal(guessLanguage('Die Datei konnte nicht geöffnet werden.'), 'de');
    assert.equal(guessLanguage("Le fichier n'a pas pu être ouvert."), 'fr');
    assert.equal(guessLanguage('El archivo no se pudo abrir.'), 'es');
    assert.equal(guessLanguage('无法打开文件。'), 'zh');
    assert.equal(guessLanguage('ファイルを開けません。'), 'ja');
    assert.equal(guessLanguage('파일을 열 수 없습니다.'), 'ko');
    assert.equal(guessLanguage('Файл не открыт.'), 'ru');
    assert.equal(guessLanguage('Open'), undefined);
    assert.equal(guessLanguage('12:30'), undefined);
  });
});
