import assert from 'node:assert/strict';
import fc from 'fast-check';

import type { RewriteParameters, RewriteResult } from '../../../../extension/core/protocol/protocol.js';
import { countCharacters } from '../../../../extension/inference/rewrite/characters.js';
import { copying, engineWith, manifest, tokenizer } from '../support/fakeEngine.js';
import { type FakeModel, hashed } from '../support/fakeGraph.js';

const copies = manifest.specialTokens.copy;
const isCopy = (id: number): boolean => copies.includes(id);
const letters = tokenizer.encode('abcdefghij').slice(1);
const [stop] = tokenizer.encode('.').slice(1);

/** Writes a word of as many letters as there are tokens, a full stop at the end; longer ones are more probable. */
const writing: FakeModel = {
  lengths: () => [0, 1, 2, 3, 9, 4, 0, 0, 0],
  predict: ({ ids }, target, index) => ({
    id: index === target.length - 1 ? stop! : letters[Math.floor(hashed(index, target.length, ...ids) * 10)]!,
    logProbability: -1 / target.length,
  }),
};

const rewrite = async (
  model: FakeModel,
  text: string,
  wishes: Partial<RewriteParameters> = {},
): Promise<RewriteResult> => {
  const { engine } = engineWith(model);
  const [result] = await engine.rewrite({ texts: [text], instruction: 'Fix.', lengthBeam: 3, ...wishes });
  return result!;
};
/** All but the time. */
const essence = ({ milliseconds: _, ...rest }: RewriteResult): object => rest;

describe('the length dial', () => {
  it('tries lengths below or above those that the model would choose', async () => {
    const { engine, graph } = engineWith(writing);
    const texts = ['abcdefghi'];
    const tried = async (
      lengthFactor: number,
      lengthRelativeTo: 'answer' | 'text' = 'answer',
    ): Promise<number[]> => {
      const from = graph.refined.length;
      const length = { lengthBeam: 3, lengthFactor, lengthRelativeTo };
      await engine.rewrite({ texts, instruction: 'Fix.', ...length });
      return graph.refined[from]!.targets.map(({ length }) => length);
    };
    // Ten tokens (with the one for the space in front): 10, 11 and 9 are the most probable lengths.
    assert.deepEqual(await tried(1), [10, 11, 9]);
    assert.deepEqual(await tried(0.7), [7, 6]);
    assert.deepEqual(await tried(2), [20, 21, 22]);
    assert.deepEqual(await tried(0.8, 'text'), [8, 7]);
    assert.deepEqual(await tried(1, 'text'), [10, 9]);
  });

  it('must be a sensible number', async () => {
    for (const lengthFactor of [0, -1, 11, Number.NaN, Infinity]) {
      await assert.rejects(rewrite(writing, 'abc', { lengthFactor }), { code: 'invalidArgument' });
    }
  });
});

describe('a limit of characters', () => {
  const text = 'One two three four five.';

  it('changes nothing where the answer fits', async () => {
    const usual = await rewrite(writing, text);
    const limited = await rewrite(writing, text, { maximumCharacters: countCharacters(usual.output) });
    assert.deepEqual(essence(limited), essence(usual));
  });

  it('takes the best answer that is short enough, whole', async () => {
    const limited = await rewrite(writing, text, { maximumCharacters: 12 });
    assert.match(limited.output, /^[a-j]{8,11}\.$/);
    assert.equal(limited.segments[0]?.warning, undefined);
    assert.equal(limited.tokens, limited.output.length);
  });

  it('is shared among sentences', async () => {
    const long = 'Abcd efgh ijkl mnop qrst uvwx. Short one here. Zyxw vuts rqpo nmlk jihg fedc.';
    const limited = await rewrite(writing, long, { maximumCharacters: 50 });
    assert.ok(countCharacters(limited.output) <= 50);
    const [first, second, third] = limited.output.split(' ').map(({ length }) => length);
    assert.ok(first! > 10 && third! > 10 && second! > 3, limited.output);
  });

  it('leaves a text as it is, and says so, where nothing fits', async () => {
    const limited = await rewrite(writing, text, { maximumCharacters: 2 });
    assert.equal(limited.output, text);
    assert.equal(limited.segments[0]?.warning, 'over-limit');
    assert.equal(limited.tokens, 0);
  });

  it('counts what a person sees as one character as one', async () => {
    const family = '👨‍👩‍👧';
    const quoted = `Say \`${family}\` now please.`;
    const model: FakeModel = {
      ...copying((id) => id),
      predict: ({ ids }, target, index) => ({
        id:
          ids.find(isCopy) !== undefined && index === 0
            ? ids.find(isCopy)!
            : index === target.length - 1
              ? stop!
              : letters[0]!,
        logProbability: -1 / target.length,
      }),
    };
    const limited = await rewrite(model, quoted, { maximumCharacters: 9, format: 'markdown' });
    assert.match(limited.output, /^`👨‍👩‍👧`a+\.$/u);
    assert.ok(countCharacters(limited.output) <= 9);
  });

  it('holds for any text, or the text is as it was', async () => {
    const sentence = fc.stringMatching(/^[A-Z][a-z]{1,8}( [a-z]{1,8}){0,5}[.!?]$/);
    const texts = fc.array(sentence, { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(texts, fc.integer({ min: 1, max: 90 }), async (sentences, maximumCharacters) => {
        const given = sentences.join(' ');
        const { output, segments } = await rewrite(writing, given, { maximumCharacters });
        const fits = countCharacters(output) <= maximumCharacters;
        const left = output === given && segments.every(({ warning }) => warning === 'over-limit');
        assert.ok(fits || left, `${output} (${maximumCharacters})`);
        for (const { output: own, warning } of segments) {
          if (warning === undefined) assert.match(own, /\.\s*$/, 'never cut');
        }
      }),
      { numRuns: 40 },
    );
  }).timeout(60_000);
});

describe('alternatives', () => {
  const text = 'Call `init()` before {name} does. And go home.';
  const faithful: FakeModel = {
    lengths: ({ ids }) => Array.from({ length: 9 }, (_, length) => hashed(length, ...ids)),
    predict: ({ ids }, target, index) => ({
      id: isCopy(ids[1 + index] ?? 0) ? ids[1 + index]! : letters[target.length % 10]!,
      logProbability: -2 * hashed(target.length, ids.length),
    }),
  };

  it('differ from the answer and from one another, best first, with every span', async () => {
    const result = await rewrite(faithful, text, { alternatives: 5, format: 'markdown' });
    const { alternatives } = result;
    assert.equal(alternatives?.length, 5);
    const outputs = [result.output, ...alternatives.map(({ output }) => output)];
    assert.equal(new Set(outputs).size, 6);
    for (const output of outputs) assert.match(output, /`init\(\)`.*\{name\}/);
    const scores = alternatives.map(({ score }) => score);
    assert.deepEqual(
      scores,
      [...scores].sort((first, second) => second - first),
    );
    assert.ok(alternatives.every(({ tokens }) => tokens > 10));
  });

  it('do not change the answer, and come only where asked for', async () => {
    const usual = await rewrite(faithful, text, { format: 'markdown' });
    assert.equal('alternatives' in usual, false);
    const { alternatives: _, ...same } = await rewrite(faithful, text, {
      format: 'markdown',
      alternatives: 8,
    });
    assert.deepEqual(essence(same), essence(usual));
  });

  it('are as short as asked for', async () => {
    const limit = 40;
    const result = await rewrite(writing, 'One two three four five. Six seven eight.', {
      alternatives: 6,
      maximumCharacters: limit,
    });
    const outputs = [result, ...(result.alternatives ?? [])].map(({ output }) => output);
    assert.ok(outputs.length > 2);
    assert.ok(outputs.every((output) => countCharacters(output) <= limit));
  });

  it('may be none', async () => {
    const one = await rewrite(writing, 'Some text', { alternatives: 3, targetLength: 5 });
    assert.deepEqual(one.alternatives, []);
    const nothing = await rewrite(writing, '1 + 1', { alternatives: 3 });
    assert.deepEqual(nothing.alternatives, []);
    await assert.rejects(rewrite(writing, 'x', { alternatives: -1 }), { code: 'invalidArgument' });
  });
});

describe('confidence', () => {
  /** Says everything again; how sure it is depends on the letter. */
  const unsure: FakeModel = {
    ...copying((id) => id),
    predict: ({ ids }, _, index) => {
      const id = ids[1 + index] ?? 0;
      return { id, logProbability: Math.log(id === letters[0] ? 0.25 : id === letters[1] ? 0.5 : 0.9375) };
    },
  };
  const near = (one: number | undefined, other: number): void => {
    assert.ok(one !== undefined && Math.abs(one - other) < 2e-3, `${one} is not ${other}`);
  };

  it('is that of the least certain token of each word', async () => {
    const { output, words } = await rewrite(unsure, 'The cab is bumpy, yes.\n', {
      lengthBeam: 1,
      confidence: true,
    });
    assert.equal(output, 'The cab is bumpy, yes.\n');
    assert.deepEqual(
      words?.map(({ start, end }) => output.slice(start, end)),
      ['The', 'cab', 'is', 'bumpy', 'yes'],
    );
    const expected = [0.9375, 0.25, 0.9375, 0.5, 0.9375];
    words.forEach(({ probability }, index) => near(probability, expected[index]!));
  });

  it('is certain of what was given', async () => {
    const text = '# a b\n\nA bab `ab cab` bab "b".\n\n    ab cab\n\n1 a';
    const { output, words } = await rewrite(unsure, text, {
      lengthBeam: 1,
      confidence: true,
      format: 'markdown',
    });
    assert.equal(output, text);
    for (const { start, end, probability } of words ?? []) {
      const word = output.slice(start, end);
      const inCode = start > text.indexOf('`') && start < text.lastIndexOf('`');
      const inBlock = start > text.lastIndexOf('\n    ') && start < text.lastIndexOf('\n\n1');
      if (inCode || inBlock) assert.equal(probability, 1, word);
      else near(probability, word.includes('a') ? 0.25 : word === 'b' ? 0.5 : 0.9375);
    }
  });

  it('follows answers over wrapped lines and into string literals', async () => {
    const code = '// Aab bumps into\n// the big cab, and\n// goes on.\n';
    const wrapped = await rewrite(unsure, code, { lengthBeam: 1, confidence: true, format: 'typescript' });
    const found = wrapped.words?.map(({ start, end, probability }) => [
      wrapped.output.slice(start, end),
      probability,
    ]);
    near(new Map(found as [string, number][]).get('cab'), 0.25);
    near(new Map(found as [string, number][]).get('bumps'), 0.5);
    const quote = 37 + 0x22;
    const quoting: FakeModel = {
      ...unsure,
      predict: (source, target, index) =>
        index === 2 ? { id: quote, logProbability: 0 } : unsure.predict(source, target, index),
    };
    const { output, words } = await rewrite(quoting, '{"t": "Cocob bin"}', {
      lengthBeam: 1,
      confidence: true,
      format: 'json',
    });
    assert.deepEqual(Object.keys(JSON.parse(output) as object), ['t']);
    const last = words?.at(-1);
    assert.equal(output.slice(last?.start, last?.end), 'bin');
    near(last?.probability, 0.5);
  });

  it('is told only where asked for', async () => {
    assert.equal('words' in (await rewrite(unsure, 'abc')), false);
  });
});
