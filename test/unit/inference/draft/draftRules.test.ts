import assert from 'node:assert/strict';
import { withoutDoubles } from '../../../../extension/inference/draft/doubledWords.js';
import type { DraftToken } from '../../../../extension/inference/draft/draftTokens.js';
import { germanGrammar } from '../../../../extension/inference/draft/germanGrammar.js';
import { germanOrders, withOtherOrders } from '../../../../extension/inference/draft/germanOrder.js';
import { withLocalNumbers } from '../../../../extension/inference/draft/localNumbers.js';

const tokens = (text: string): DraftToken[] =>
  text === '' ? [] : text.split(' ').map((word) => ({ word, text: word, slot: undefined }));
const joined = (phrases: readonly string[], source: string): string =>
  withoutDoubles(phrases.map(tokens), tokens(source))
    .map(({ text }) => text)
    .join(' ');

describe('a word that two phrases translate', () => {
  it('stands there once', () => {
    assert.equal(joined(['谢谢 你', '你的 帮助'], 'thank you for your help'), '谢谢 你的 帮助');
    assert.equal(joined(['das Haus', 'Haus ist klein'], 'the house is small'), 'das Haus ist klein');
    assert.equal(joined(['we can', 'Can'], 'x y'), 'we Can');
  });

  it('stays where the sentence has it twice, or the language may', () => {
    assert.equal(joined(['sehr', 'sehr gut'], 'very very good'), 'sehr sehr gut');
    assert.equal(joined(['nous', 'nous levons'], 'we get up'), 'nous nous levons');
    assert.equal(joined(['谢谢', '大家'], 'thanks all'), '谢谢 大家');
  });

  it('stays inside of a phrase, where the text that it was learnt from has it', () => {
    assert.equal(joined(['ha ha', 'gut'], 'ha good'), 'ha ha gut');
  });
});

describe('other orders of a German draft', () => {
  for (const [draft, wanted] of [
    ['Er kommt nicht, weil der Datenträger ist voll.', 'Er kommt nicht, weil der Datenträger voll ist.'],
    ['Die Anwendung abstürzt, wenn ich komme.', 'Die Anwendung stürzt ab, wenn ich komme.'],
    ['Ich nicht kommen werde morgen.', 'Ich werde nicht kommen morgen.'],
    ['Ich habe das Buch gelesen gestern.', 'Ich habe das Buch gestern gelesen.'],
    ['Sie müssen öffnen die Datei.', 'Sie müssen die Datei öffnen.'],
  ] as const) {
    it(`has ${wanted}`, () =>
      assert.ok(germanOrders(draft).includes(wanted), germanOrders(draft).join('\n')));
  }

  it('is none of a draft that is in order', () => {
    for (const draft of [
      'Ich werde morgen nicht kommen.',
      'Er sagte, dass er den Film gesehen hatte.',
      'Öffnen Sie die Datei.',
    ])
      assert.deepEqual(germanOrders(draft), []);
  });
});

describe('a German draft with its verbs where they belong', () => {
  for (const [draft, wanted] of [
    ['Er kommt nicht, weil er ist krank.', 'Er kommt nicht, weil er krank ist.'],
    ['Ich glaube, dass er hat das Auto gekauft.', 'Ich glaube, dass er das Auto gekauft hat.'],
    ['Wenn die Datei ist groß, die Anwendung abstürzt.', 'Wenn die Datei groß ist, stürzt die Anwendung ab.'],
    [
      'Wenn Sie das Fenster schließen, die Änderungen sind verloren.',
      'Wenn Sie das Fenster schließen, sind die Änderungen verloren.',
    ],
    ['Die Anwendung abstürzt, wenn ich komme.', 'Die Anwendung stürzt ab, wenn ich komme.'],
    ['Als ich jung war, ich lebte in Bern.', 'Als ich jung war, lebte ich in Bern.'],
    ['Obwohl er alt ist, er arbeitet jeden Tag.', 'Obwohl er alt ist, arbeitet er jeden Tag.'],
    ['Heute das Haus ist offen.', 'Heute ist das Haus offen.'],
    ['Gestern wir haben den Film gesehen.', 'Gestern haben wir den Film gesehen.'],
    ['Wir gesehen haben den Film.', 'Wir haben den Film gesehen.'],
    ['Der Text gespeichert wurde in der Datei.', 'Der Text wurde in der Datei gespeichert.'],
    ['Sie haben verkauft ihr Auto.', 'Sie haben ihr Auto verkauft.'],
    ['Ich hoffe, dass Sie finden den Fehler.', 'Ich hoffe, dass Sie den Fehler finden.'],
    ['Ich weiß nicht, wo er ist jetzt.', 'Ich weiß nicht, wo er jetzt ist.'],
    [
      'Er bleibt, weil er ist krank und kann nicht kommen.',
      'Er bleibt, weil er krank ist und nicht kommen kann.',
    ],
  ] as const) {
    it(`is ${wanted}`, () => assert.equal(germanGrammar(draft), wanted));
  }

  it('stays where it is right', () => {
    for (const draft of [
      'Wo ist er?',
      'Ich weiß, dass es getan werden muss.',
      'Wenn er kommt, dann sind wir froh.',
      'Damit ist alles gesagt.',
      'Die Datei, die nicht abstürzt, ist klein.',
      'Er kann nicht kommen, weil er krank ist.',
      'Das ist eine einfache Datei.',
      'Heute ist das Haus offen.',
      'Er hat gestern gearbeitet und ist dann gegangen.',
      'Wenn er kommt, sie nicht.',
      'Morgen der Tag.',
      'Als Kind er war oft krank.',
      'Ich habe es gesagt, weil es stimmt.',
    ])
      assert.equal(germanGrammar(draft), draft);
  });

  it('takes the place of its draft', () => {
    const drafts = withOtherOrders(
      [
        { text: 'Er bleibt, weil er ist krank.', score: -3 },
        { text: 'Er bleibt, weil er krank ist.', score: -4 },
      ],
      'de',
    );
    assert.deepEqual(drafts, [{ text: 'Er bleibt, weil er krank ist.', score: -3 }]);
    assert.deepEqual(withOtherOrders([{ text: 'parce que', score: 1 }], 'fr'), [
      { text: 'parce que', score: 1 },
    ]);
  });
});

describe('numbers of a translation', () => {
  it('are in the form of its language', () => {
    assert.equal(withLocalNumbers('1,234.5 files', '1,234.5 Dateien', 'en', 'de'), '1.234,5 Dateien');
    assert.equal(withLocalNumbers('12,000 files', '12,000 fichiers', 'en', 'fr'), '12\u202f000 fichiers');
    assert.equal(withLocalNumbers('1.234,5 km', '1.234,5 km', 'de', 'en'), '1,234.5 km');
    assert.equal(withLocalNumbers('It costs $3.50.', 'Es kostet 3.50 $.', 'en', 'de'), 'Es kostet 3,50 $.');
    assert.equal(withLocalNumbers('3.5 GB or 2.5 %', '3.5 GB oder 2.5 %', 'en', 'de'), '3,5 GB oder 2,5 %');
  });

  it('stay where they may be versions, dates or times', () => {
    for (const text of ['Version 1.80', 'Python 3.11 x', '2024.10.12', '12:30', '192.168.0.1', '1,2,3'])
      assert.equal(withLocalNumbers(text, text, 'en', 'de'), text);
  });
});
