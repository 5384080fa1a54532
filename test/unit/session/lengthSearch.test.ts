import assert from 'node:assert/strict';
import type { RewriteResult } from '../../../extension/core/protocol/protocol.js';
import { lengthAt } from '../../../extension/features/length/lengthSteps.js';
import { stepSearch } from '../../../extension/features/length/stepSearch.js';
import { type AnswerLength, searchLength } from '../../../extension/session/run/lengthSearch.js';

const resultOf = (output: string): RewriteResult => ({
  output,
  score: -0.1,
  tokens: 1,
  iterations: 4,
  milliseconds: 1,
  segments: [],
});

describe('A length that is asked for', () => {
  it('is a share of the model’s own length for its answers, and of the text’s for a text of a person', () => {
    assert.deepEqual(lengthAt(-1, {}, 50), { lengthFactor: 0.8 });
    assert.deepEqual(lengthAt(1, { lengthFactor: 0.64 }, 50), { lengthFactor: 0.8 });
    assert.deepEqual(lengthAt(-1, undefined, 50), { lengthFactor: 0.8, lengthRelativeTo: 'text' });
    const ofText: AnswerLength = { lengthFactor: 0.8, lengthRelativeTo: 'text' };
    assert.deepEqual(lengthAt(-1, ofText, 50), { lengthFactor: 0.64, lengthRelativeTo: 'text' });
  });

  it('goes on from the characters of an answer that was made to fit', () => {
    assert.deepEqual(lengthAt(-1, { maximumCharacters: 60 }, 50), { maximumCharacters: 40 });
    assert.deepEqual(lengthAt(1, { maximumCharacters: 60 }, 50), { maximumCharacters: 62 });
    assert.equal(lengthAt(-1, { maximumCharacters: 1 }, 1), undefined);
  });

  it('is none where the engine takes no such factor', () => {
    assert.equal(lengthAt(-1, { lengthFactor: 0.12 }, 50), undefined);
    assert.equal(lengthAt(1, { lengthFactor: 9 }, 50), undefined);
  });
});

describe('The search for a shorter or longer answer', () => {
  /** Answers by the factors that are asked for. */
  const search = async (
    direction: 'shorter' | 'longer',
    now: string,
    answers: Readonly<Record<string, string>>,
  ): Promise<{ found: boolean; output: string | undefined; asked: (number | undefined)[] }> => {
    const asked: (number | undefined)[] = [];
    const wanted = stepSearch(direction, {}, [now], 'none');
    const { found, results } = await searchLength(wanted, [now], ({ lengthFactor = 1 }) => {
      asked.push(lengthFactor);
      return Promise.resolve([resultOf(answers[lengthFactor] ?? now)]);
    });
    return { found, output: results[0]?.output, asked };
  };

  it('takes the first that really has fewer characters', async () => {
    const answers = { 0.8: 'as long as it', 0.64: 'still longer than it', 0.512: 'short' };
    assert.deepEqual(await search('shorter', 'as long as it', answers), {
      found: true,
      output: 'short',
      asked: [0.8, 0.64, 0.512],
    });
    assert.deepEqual((await search('shorter', 'as long as it', { 0.8: 'shorter' })).asked, [0.8]);
  });

  it('takes the first that really has more', async () => {
    const found = await search('longer', 'four', { 1.25: 'less'.slice(1), 1.5625: 'longer' });
    assert.deepEqual(found, { found: true, output: 'longer', asked: [1.25, 1.5625] });
  });

  it('gives up where there is none', async () => {
    const { found, asked } = await search('longer', 'the same', {});
    assert.equal(found, false);
    assert.equal(asked.length, 4);
    const none = await searchLength({ lengths: [], accepts: () => true }, ['x'], () =>
      Promise.reject(new Error('asked')),
    );
    assert.equal(none.found, false);
  });
});
