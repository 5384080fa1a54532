import assert from 'node:assert/strict';
import type { RewriteResult } from '../../../extension/core/protocol/protocol.js';
import { alternativeWordings } from '../../../extension/features/alternatives/alternativeWordings.js';
import { changedWords } from '../../../extension/session/preview/changedWords.js';

const result = (output: string, ...others: readonly string[]): RewriteResult => ({
  output,
  score: -0.1,
  tokens: 1,
  iterations: 4,
  milliseconds: 1,
  segments: [],
  words: [{ start: 0, end: 1, probability: 0.5 }],
  alternatives: others.map((other, index) => ({ output: other, score: -index, tokens: 1 })),
});

describe('Alternatives', () => {
  it('are the answer and the others, each once', () => {
    const texts = alternativeWordings([result('a', 'b', 'a', 'c', 'b')]).map((wording) => wording.texts);
    assert.deepEqual(texts, [['a'], ['b'], ['c']]);
  });

  it('of several texts go together; the last one of a text stands in for those it lacks', () => {
    const texts = alternativeWordings([result('a', 'b', 'c'), result('x', 'y')]).map(
      (wording) => wording.texts,
    );
    assert.deepEqual(texts, [
      ['a', 'x'],
      ['b', 'y'],
      ['c', 'y'],
    ]);
  });

  it('know nothing of the words of another answer', () => {
    const [first, second] = alternativeWordings([result('a', 'b')]);
    assert.equal(first?.results?.[0]?.words?.length, 1);
    assert.equal(second?.results?.[0]?.words, undefined);
  });

  it('come without others too', () => {
    const { alternatives: _, ...alone } = result('a');
    assert.equal(alternativeWordings([alone]).length, 1);
  });

  it('say how they differ, word by word', () => {
    assert.deepEqual(changedWords(['The fast fox jumps over it again.'], ['The quick fox jumps over it.']), [
      { before: 'fast', after: 'quick' },
      { before: 'again', after: '' },
    ]);
    assert.deepEqual(changedWords(['same'], ['same']), []);
    const [long] = changedWords(['short'], ['x'.repeat(39) + '👩 and more']);
    assert.equal(long?.after, `${'x'.repeat(39)}…`, 'no half of a character');
  });
});
