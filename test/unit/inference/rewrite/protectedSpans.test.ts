import assert from 'node:assert/strict';

import { copying, engineWith, manifest, tokenizer } from '../support/fakeEngine.js';
import type { FakeModel } from '../support/fakeGraph.js';

const copies = manifest.specialTokens.copy;
const isCopy = (id: number): boolean => copies.includes(id);
const [x] = tokenizer.encode('x').slice(1);

const rewrite = async (model: FakeModel, text: string, changes = {}) => {
  const { engine, graph } = engineWith(model, changes);
  const parameters = { texts: [text], instruction: 'Fix.', format: 'markdown', lengthBeam: 3 };
  const [result] = await engine.rewrite(parameters);
  return { result: result!, graph };
};

describe('protected spans in the engine', () => {
  const text = 'Call `init()` before {name} does.';

  it('come through unchanged, and the model never sees them', async () => {
    const { result, graph } = await rewrite(
      copying((id) => id),
      text,
    );
    assert.equal(result.output, text);
    const ids = graph.encoded[0]![0]!.ids;
    assert.equal(ids.filter(isCopy).length, 2);
    assert.ok(!tokenizer.decode(ids).includes('init'));
    assert.equal(result.segments[0]?.warning, undefined);
  });

  it('come through a rewrite of everything else', async () => {
    const { result } = await rewrite(
      copying((id) => (isCopy(id) ? id : x!)),
      text,
    );
    assert.match(result.output, /^x+`init\(\)`x+\{name\}x+$/);
  });

  it('make another length win when the best one lost them', async () => {
    const honest = copying((id) => id);
    const model: FakeModel = {
      // The shortest length is the most probable, but only the right length keeps the spans.
      lengths: () => [0, 0, 5, 4, 3, 0, 0, 0, 0],
      predict: (source, target, index) => {
        const right = target.length === source.textTokens;
        return right ? honest.predict(source, target, index) : { id: x!, logProbability: -0.01 };
      },
    };
    const { result } = await rewrite(model, text);
    assert.equal(result.output, text);
    assert.equal(result.segments[0]?.warning, undefined);
  });

  it('are pinned where they belong when no answer kept them', async () => {
    const { result, graph } = await rewrite(
      copying(() => x!),
      text,
    );
    assert.equal(result.segments[0]?.warning, 'pinned');
    assert.match(result.output, /^x+`init\(\)`x+\{name\}x+$/);
    const pinned = graph.refined.at(-1)!.targets[0]!;
    assert.deepEqual(pinned.filter(isCopy), copies.slice(0, 2));
    const share = pinned.indexOf(copies[1]!) / pinned.length;
    const ids = graph.encoded[0]![0]!.ids;
    const wanted = (ids.indexOf(copies[1]!) - 1) / graph.encoded[0]![0]!.textTokens;
    assert.ok(Math.abs(share - wanted) < 0.1);
  });

  it('leave a sentence as it is when they come twice even so', async () => {
    const doubling: FakeModel = {
      ...copying((id) => id),
      predict: (_, __, index) => ({ id: index % 2 === 0 ? copies[0]! : x!, logProbability: -1 }),
    };
    const { result } = await rewrite(doubling, `${text} Another sentence.`);
    assert.equal(result.segments[0]?.warning, 'protected-span-lost');
    assert.ok(result.output.startsWith(text));
    assert.equal(result.segments[0].score, 0);
    assert.equal(result.segments[0].tokens, 0);
  });

  it('leave a sentence as it is when the model has no copy-tokens', async () => {
    const specialTokens = { ...manifest.specialTokens, copy: [] };
    const { result, graph } = await rewrite(
      copying((id) => id),
      text,
      { specialTokens },
    );
    assert.equal(result.output, text);
    assert.equal(result.segments[0]?.warning, 'protected-span-lost');
    assert.equal(graph.encoded.length, 0);
  });

  it('include private-use characters and lone surrogates of the text itself', async () => {
    for (const odd of ['A \ue003 b \ue000 c.', 'Broken \ud83d emoji and \udc00 too.']) {
      const { result } = await rewrite(
        copying((id) => (isCopy(id) ? id : x!)),
        odd,
      );
      const kept = (text: string): string[] => text.match(/[\ue000-\uf8ff]|\p{Surrogate}/gu) ?? [];
      assert.deepEqual(kept(result.output), kept(odd));
      assert.notEqual(result.output, odd);
    }
  });

  it('do not let two sentences with different spans share an answer', async () => {
    const { result } = await rewrite(
      copying((id) => id),
      'See `a` here.\n\nSee `b` here.\n',
    );
    assert.equal(result.output, 'See `a` here.\n\nSee `b` here.\n');
  });
});

describe('what a sentence may become', () => {
  const answer = (ids: readonly number[]): FakeModel => ({
    ...copying((id) => id),
    predict: (_, __, index) => ({ id: ids[index] ?? x!, logProbability: -1 }),
  });
  const byte = (value: number): number => 37 + value;

  it('never gets a line break, nor half a character', async () => {
    const { result } = await rewrite(answer([x!, byte(10), x!, byte(0xe2), byte(13)]), 'abcde fghij');
    assert.match(result.output, /^x x x+$/);
  });

  it('cannot end the string literal that it stands in', async () => {
    const { engine } = engineWith(answer([x!, byte(0x22), byte(0x5c), x!]));
    const texts = ['{"title": "Hello there", "text": "Hello there"}'];
    const [result] = await engine.rewrite({ texts, instruction: 'Fix.', format: 'json', targetLength: 4 });
    assert.deepEqual(JSON.parse(result!.output), { title: 'x"\\x', text: 'x"\\x' });
  });

  it('stays as it is rather than become nothing', async () => {
    const { result } = await rewrite(
      answer(Array.from({ length: 40 }, () => tokenizer.encode('x')[0]!)),
      'abc def',
    );
    assert.equal(result.output, 'abc def');
    assert.equal(result.segments[0]?.warning, 'nothing-to-rewrite');
  });
});

describe('long sentences in the engine', () => {
  it('are cut at their clauses and put together again', async () => {
    const long = `${Array.from({ length: 12 }, (_, k) => `clause number ${'i'.repeat(k + 1)} goes on`).join(', ')}.`;
    const { result, graph } = await rewrite(
      copying((id) => id),
      `Short. ${long} Also short.`,
    );
    assert.equal(result.output, `Short. ${long} Also short.`);
    assert.ok(result.segments.length > 4);
    assert.ok(graph.encoded.flat().every(({ textTokens }) => textTokens <= manifest.limits.targetTokens));
  });

  it('are left as they are when they have none', async () => {
    const long = 'word '.repeat(60).trim();
    const { result } = await rewrite(
      copying(() => x!),
      `Short.\n${long}\n`,
    );
    assert.ok(result.output.endsWith(`\n${long}\n`));
    assert.ok(!result.output.startsWith('Short'));
    assert.equal(result.segments.at(-1)?.warning, 'too-long');
  });
});
