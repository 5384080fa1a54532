import assert from 'node:assert/strict';
import { revisedText } from '../../../../extension/inference/draft/revisedText.js';

/** Each character is a token; the tokenizer knows no no-break spaces and no wide signs. */
const normal = (text: string): string =>
  text.replaceAll('\u00a0', ' ').replaceAll('，', ',').replaceAll('。', '.');
const encode = (text: string): number[] => Array.from(normal(text), (sign) => sign.codePointAt(0) ?? 0);
const tokenizer = {
  spell: (ids: readonly number[]) =>
    ids.map((id, at) => ({ text: String.fromCodePoint(id), start: at, end: at + 1 })),
};

/** The draft with [start, end) replaced. */
function revised(draft: string, start: number, end: number, filling: string, language: string): string {
  const ids = encode(draft);
  const places: (number | undefined)[] = [...ids.keys()];
  const filled = encode(filling);
  const after = [...ids.slice(0, start), ...filled, ...ids.slice(end)];
  const afterPlaces = [...places.slice(0, start), ...filled.map(() => undefined), ...places.slice(end)];
  return revisedText(tokenizer, draft, ids, { ids: after, places: afterPlaces }, language);
}

describe('The text of a revised draft', () => {
  it('is that of the draft wherever nothing changed', () => {
    assert.equal(revised('5\u00a0km weite Wege', 5, 10, 'lange', 'de'), '5\u00a0km lange Wege');
    assert.equal(revised('你好，世界。', 3, 5, '朋友', 'zh'), '你好，朋友。');
  });

  it('has the signs of its language where something changed', () => {
    assert.equal(revised('你好世界。', 2, 4, ',朋友', 'zh'), '你好，朋友。');
    assert.equal(revised('Tu viens\u00a0?', 3, 8, 'pars !', 'fr'), 'Tu pars\u00a0!\u00a0?');
  });

  it('keeps the capital at the start', () => {
    assert.equal(revised('Das Haus', 0, 3, 'ein', 'de'), 'Ein Haus');
    assert.equal(revised('das Haus', 0, 3, 'ein', 'de'), 'ein Haus');
  });
});
