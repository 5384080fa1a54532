import { strict as assert } from 'node:assert';
import { splitLineIntoSentences } from '../../../../extension/core/text/sentences.js';

const cases: readonly (readonly string[])[] = [
  ['Der 3. Oktober ist ein Tag. ', 'Das ist z. B. ein Satz.'],
  ['She said no. ', 'Then she left.'],
  ['Wait a sec. ', 'I am here.'],
  ['See No. 5 of the list. ', 'It is long.'],
  ['M. Dupont came. ', 'He left.'],
  ['Es gibt Art. 3 und d. h. mehr. ', 'Gut.'],
  ['他说：“你好。”', '然后他走了。'],
];

describe('sentences of a line', () => {
  for (const sentences of cases) {
    const text = sentences.join('');
    it(text, () => {
      assert.deepEqual(splitLineIntoSentences(text), sentences);
    });
  }
});
