import assert from 'node:assert/strict';
import { isForeignScript } from '../../../../extension/core/text/foreignScript.js';

describe('A writing system that nobody of the given languages uses', () => {
  const ours = ['en', 'de', 'fr', 'es', 'zh'];

  it('is told by most letters', () => {
    assert.ok(isForeignScript('الكتاب على الطاولة.', ours));
    assert.ok(isForeignScript('הספר נמצא על השולחן (table).', ours));
    assert.ok(isForeignScript('Книга на столе.', ours));
    assert.ok(isForeignScript('我喜欢猫。', ['en', 'de']));
    assert.ok(isForeignScript('ひらがな', ours));
  });

  it('is none in texts of these languages, whatever else stands in them', () => {
    for (const text of [
      'Das ist «schön».',
      '我喜欢猫。',
      'The word книга means book.',
      '1 + 1 = 2',
      '',
      '👩‍👩‍👧‍👦',
    ]) {
      assert.ok(!isForeignScript(text, ours), text);
    }
    assert.ok(!isForeignScript('ひらがなと漢字', ['ja']));
    assert.ok(!isForeignScript('한국어', ['ko']));
    assert.ok(!isForeignScript('Книга', ['en', 'ru']));
    assert.ok(!isForeignScript('srpski српски', ['sr', 'en']));
  });

  it('is none where a language is no tag', () => {
    assert.ok(!isForeignScript('Книга на столе.', ['en', 'my language']));
  });
});
