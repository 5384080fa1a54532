import assert from 'node:assert/strict';
import { segment } from '../../../../extension/core/text/segment.js';
import type { RewriteJob } from '../../../../extension/inference/decoding/rewriteJob.js';
import type { Speller, WeighedSuspect } from '../../../../extension/inference/spelling/speller.js';
import type { Suspect } from '../../../../extension/inference/spelling/suspects.js';
import { WordChecker } from '../../../../extension/inference/spelling/wordChecker.js';
import { placeOfWord } from '../../../../extension/inference/spelling/wordPlaces.js';

/** Takes every word with an x for misspelt; the more of them, the surer the model is. */
function checkerOf(asked: string[]): WordChecker {
  const texts = new Map<RewriteJob, string>();
  const suspects = (job: RewriteJob): Suspect[] =>
    [...(texts.get(job) ?? '').matchAll(/\p{L}*x\p{L}*/gu)].map(({ 0: word }, index, all) => ({
      start: 0,
      end: 1,
      options: [
        { ids: [1], word, prior: 0 },
        { ids: [2], word: word.replaceAll('x', 'a'), prior: 0 },
      ],
      known: word.startsWith('k'),
      language: 'en',
      occurrence: all.slice(0, index).filter((one) => one[0] === word).length,
      margin: 2,
    }));
  const weigh = (
    _: unknown,
    works: readonly { job: RewriteJob }[],
    __: unknown,
    only: (one: Suspect) => boolean,
  ) =>
    Promise.resolve(
      works.map(({ job }) => {
        asked.push(texts.get(job) ?? '');
        return suspects(job)
          .filter(only)
          .map((suspect): WeighedSuspect => {
            const count = (suspect.options[0]?.word.split('x').length ?? 1) - 1;
            return { suspect, scores: [], totals: [0, 3 * count] };
          });
      }),
    );
  return new WordChecker(
    { suspects, weigh } as unknown as Speller,
    { encode: () => Promise.resolve({ memory: {}, lengthLogits: [] } as never) },
    (text, format) => segment(text, format === undefined ? {} : { format }),
    (one) => {
      const job = { source: {} } as RewriteJob;
      texts.set(job, one.text);
      return [{ segment: one, job }];
    },
  );
}

describe('Misspelt words', () => {
  const check = async (
    checker: WordChecker,
    text: string,
  ): Promise<{ word: string; sure: boolean; suggestions: readonly string[] }[]> => {
    const [result] = await checker.check({ texts: [text], format: 'markdown' }, undefined);
    return result!.problems.map(({ start, end, sure, suggestions }) => {
      return { word: text.slice(start, end), sure, suggestions };
    });
  };

  it('have their places in the document, wrapped lines and code included', async () => {
    const text = '# A txle\n\n- The cxt sat on `cxt` and\n  the other cxt. A dxxg.\n';
    assert.deepEqual(await check(checkerOf([]), text), [
      { word: 'txle', sure: false, suggestions: ['tale'] },
      { word: 'cxt', sure: false, suggestions: ['cat'] },
      { word: 'cxt', sure: false, suggestions: ['cat'] },
      { word: 'dxxg', sure: true, suggestions: ['daag'] },
    ]);
  });

  it('are not those that the lexicon has', async () => {
    assert.deepEqual(await check(checkerOf([]), 'A kxxxt sat here.'), []);
  });

  it('cost only the sentence that has changed', async () => {
    const asked: string[] = [];
    const checker = checkerOf(asked);
    await check(checker, 'The first cxt. The second cxt. No more.');
    assert.deepEqual(asked, ['The first cxt.', 'The second cxt.']);
    await check(checker, 'Before. The first cxt. The second hxt. No more.');
    assert.deepEqual(asked.slice(2), ['The second hxt.']);
  });

  it('are never placed where it is not certain that they stand there', () => {
    const [sentence] = segment('Take `cat` or category.', { format: 'markdown' });
    assert.equal(placeOfWord(sentence!, 'cat', 0), undefined);
  });
});
