import { strict as assert } from 'node:assert';
import { chipText, layOutChips } from '../../../../extension/core/review/chips.js';
import { displayWidth } from '../../../../extension/core/text/displayWidth.js';

const on = (line: number, ...texts: readonly string[]): { line: number; originalText: string }[] =>
  texts.map((originalText) => ({ line, originalText }));

describe('chips of old words', () => {
  it('show a short text on one line, its white space made visible', () => {
    assert.equal(chipText('two  days'), 'two\u00a0\u00a0days');
    assert.equal(chipText(' wich\t'), 'wich');
  });

  it('are not made of long texts, of several lines, and of nothing', () => {
    assert.equal(chipText('a'.repeat(25)), undefined);
    assert.equal(chipText('one\ntwo'), undefined);
    assert.equal(chipText('one\r\ntwo'), undefined);
    assert.equal(chipText('one\u2028two'), undefined);
    assert.equal(chipText('  '), undefined);
  });

  it('measure wide characters as two columns, and combining ones as none', () => {
    assert.equal(chipText('今天天气很好我们去公园'), '今天天气很好我们去公园');
    assert.equal(chipText('今天天气很好我们去公园散步吧'), undefined);
    assert.equal(chipText('\u05e9\u05c1\u05b8\u05dc\u05d5\u05b9\u05dd'.repeat(5)) !== undefined, true);
  });

  it('hold no character that turns the direction of the text around them', () => {
    assert.equal(chipText('a\u202eb\u2066c\u2069'), 'abc');
  });

  it('stand for each change in order; an insertion has none', () => {
    assert.deepEqual(layOutChips([...on(0, 'teh', ''), ...on(1, 'wich')]), ['teh', undefined, 'wich']);
  });

  it('leave a line alone where they would take more than 40 columns of it, or one does not fit', () => {
    const long = 'a'.repeat(20);
    assert.deepEqual(layOutChips([...on(0, long, long, 'b'), ...on(1, long)]), [
      undefined,
      undefined,
      undefined,
      long,
    ]);
    assert.deepEqual(layOutChips(on(0, 'teh', 'one\ntwo')), [undefined, undefined]);
  });

  it('are not kept away by removed blanks', () => {
    assert.deepEqual(layOutChips(on(0, 'teh', '  ')), ['teh', undefined]);
  });

  it('are limited in number, however many changes there are', () => {
    const changes = Array.from({ length: 10_000 }, (_, line) => ({ line, originalText: 'teh' }));
    const shown = layOutChips(changes).filter((chip) => chip !== undefined);
    assert.equal(shown.length, 300);
    assert.ok(shown.every((chip) => displayWidth(chip) <= 24));
  });
});
