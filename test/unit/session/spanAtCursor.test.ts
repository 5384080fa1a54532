import assert from 'node:assert/strict';
import { paragraphAt, sentenceAt } from '../../../extension/session/selection/spanAtCursor.js';

const lines = (text: string): { lineCount: number; lineAt(line: number): { text: string } } => {
  const all = text.split('\n');
  return { lineCount: all.length, lineAt: (line) => ({ text: all[line] ?? '' }) };
};

function sentence(text: string): string | undefined {
  const cursor = text.indexOf('|');
  const without = text.replace('|', '');
  const span = sentenceAt(without, cursor);
  return span && without.slice(span.start, span.end);
}

describe('The sentence at the cursor', () => {
  const cases: [string, string | undefined][] = [
    ['One is here. Tw|o is here. Three.', 'Two is here.'],
    ['|One is here. Two is here.', 'One is here.'],
    ['One is here. Two is here.|', 'Two is here.'],
    ['One is here.| Two is here.', 'One is here.'],
    ['One is here. |Two is here.', 'Two is here.'],
    ['   | Indented sentence.', 'Indented sentence.'],
    ['- an it|em of a list', 'an item of a list'],
    ['|- an item of a list', 'an item of a list'],
    ['## A hea|ding', 'A heading'],
    ['// a com|ment in code', 'a comment in code'],
    ['He met Dr. Sm|ith there. Then he left.', 'He met Dr. Smith there.'],
    ['It runs\nover li|nes. And on.', 'It runs\nover lines.'],
    ['It runs\r\nover li|nes. And on.', 'It runs\r\nover lines.'],
    ['今天天气很好。我们|去公园。', '我们去公园。'],
    ['  | ', undefined],
    ['|', undefined],
  ];
  for (const [text, expected] of cases) {
    it(JSON.stringify(text), () => assert.equal(sentence(text), expected));
  }
});

describe('The paragraph at the cursor', () => {
  const text = 'First line\nsecond line\n\n- item one\n  goes on\n- item two\n\nLast';
  const at = (line: number, language = 'markdown'): [number, number] => {
    const { first, last } = paragraphAt(lines(text), line, language);
    return [first, last];
  };

  it('reaches to blank lines', () => {
    assert.deepEqual(at(0), [0, 1]);
    assert.deepEqual(at(1), [0, 1]);
    assert.deepEqual(at(7), [7, 7]);
  });

  it('is the item in a list', () => {
    assert.deepEqual(at(3), [3, 4]);
    assert.deepEqual(at(4), [3, 4]);
    assert.deepEqual(at(5), [5, 5]);
  });

  it('is the line where nothing is written there, and in code', () => {
    assert.deepEqual(at(2), [2, 2]);
    assert.deepEqual(at(0, 'typescript'), [0, 0]);
  });

  it('reads a bounded number of lines', () => {
    let read = 0;
    const endless = {
      lineCount: 1_000_000,
      lineAt: () => {
        read++;
        return { text: 'word' };
      },
    };
    paragraphAt(endless, 500_000, 'plaintext');
    assert.ok(read < 500, String(read));
  });
});
