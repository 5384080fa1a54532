import assert from 'node:assert/strict';

import type { PassProgress } from '../../../extension/core/protocol/protocol.js';
import { type FakeModel, hashed } from './support/fakeGraph.js';
import { copying, engineWith, manifest, mute, tokenizer } from './support/fakeEngine.js';

const fix = 'Fix.';

describe('the engine', () => {
  it('rewrites sentence by sentence and keeps everything around them', async () => {
    const { engine } = engineWith(copying((id) => id));
    const text = '  Hello there. How are you?\n\n\t- fine, thanks\r\n';
    const [result] = await engine.rewrite({ texts: [text], instruction: fix });
    assert.equal(result?.output, text);
    assert.equal(result.segments.map(({ source }) => source).join(''), text);
    assert.equal(result.segments.map(({ output }) => output).join(''), text);
    assert.ok(result.segments.length >= 3);
    assert.ok(result.segments.every(({ warning }) => warning === undefined));
    assert.ok(result.tokens > 10 && result.score < 0 && result.iterations === 4);
  });

  it('writes what the model says', async () => {
    const [a] = tokenizer.encode('a').slice(1);
    const [o] = tokenizer.encode('o').slice(1);
    const { engine } = engineWith(copying((id) => (id === a ? o! : id)));
    const [result] = await engine.rewrite({ texts: ['Anna eats a banana.'], instruction: fix });
    assert.equal(result?.output, 'Anno eots o bonono.');
  });

  it('gives the model the canonical wording of what a person typed', async () => {
    const { engine, graph } = engineWith(copying((id) => id));
    await engine.rewrite({ texts: ['Hello'], instruction: 'please TRANSLATE to “german”!' });
    const { separator, length } = manifest.specialTokens;
    const expected = [
      length,
      ...tokenizer.encode('Hello'),
      separator,
      ...tokenizer.encode('Translate to German.'),
      separator,
    ];
    assert.deepEqual(graph.encoded[0]?.[0]?.ids, expected);
  });

  it('refuses an instruction it does not know, unless told to try it', async () => {
    const { engine, graph } = engineWith(copying((id) => id));
    const parameters = { texts: ['Hello'], instruction: 'make me a sandwich' };
    await assert.rejects(engine.rewrite(parameters), { code: 'unknownInstruction', message: /Translate/ });
    await engine.rewrite({ ...parameters, allowUnknownInstruction: true });
    assert.ok(graph.encoded[0]?.[0]?.ids.join().includes(tokenizer.encode('make me a sandwich').join()));
  });

  it('refuses empty texts and impossible arguments', async () => {
    const { engine } = engineWith(copying((id) => id));
    for (const texts of [[], [''], [' \n\t'], ['fine', '\u3000']]) {
      await assert.rejects(engine.rewrite({ texts, instruction: fix }), { code: 'emptyInput' });
      await assert.rejects(engine.classify({ texts, labels: ['a', 'b'] }), { code: 'emptyInput' });
    }
    const wrong = [
      { iterations: 0 },
      { iterations: 1.5 },
      { lengthBeam: -1 },
      { targetLength: 0 },
      { targetLength: 101 },
    ];
    for (const change of [...wrong, { iterations: Number.NaN }, { lengthBeam: Infinity }]) {
      await assert.rejects(engine.rewrite({ texts: ['x'], instruction: fix, ...change }), {
        code: 'invalidArgument',
      });
    }
    for (const labels of [[], ['one'], ['a', ''], ['same', 'same'], ['a', 'x'.repeat(101)]]) {
      await assert.rejects(engine.classify({ texts: ['x'], labels }), { code: 'invalidArgument' });
    }
    const many = Array.from({ length: 60 }, (_, k) => `label${k}`);
    await assert.rejects(engine.classify({ texts: ['x'], labels: many }), { code: 'tooManyLabels' });
    // Comparing so many with one another took longer than a process may be silent.
    const tooMany = Array.from({ length: 500_000 }, (_, k) => `label${k}`);
    await assert.rejects(engine.classify({ texts: ['x'], labels: tooMany }), { code: 'tooManyLabels' });
  });

  it('leaves a text without letters as it is, without asking the model', async () => {
    const { engine, graph } = engineWith(copying((id) => id));
    const [result] = await engine.rewrite({ texts: ['1 + 1 = 2 …\n'], instruction: fix });
    assert.equal(result?.output, '1 + 1 = 2 …\n');
    assert.deepEqual(
      result.segments.map(({ warning }) => warning),
      ['nothing-to-rewrite'],
    );
    assert.equal(result.iterations, 0);
    assert.equal(graph.encoded.length, 0);
  });

  it('gives the same answer alone, in a batch, and in many batches', async () => {
    const { engine } = engineWith(mumbling);
    const texts = [
      'One sentence. Another sentence!',
      'A much longer sentence than all of the others here',
      'Hi',
    ];
    const together = await engine.rewrite({ texts, instruction: fix, lengthBeam: 3 });
    for (const [index, text] of texts.entries()) {
      const [alone] = await engine.rewrite({ texts: [text], instruction: fix, lengthBeam: 3 });
      assert.deepEqual({ ...alone, milliseconds: 0 }, { ...together[index], milliseconds: 0 });
    }
    const filler = Array.from({ length: 60 }, (_, k) => `Filler ${'o'.repeat(k % 37)} sentence`);
    const among = await engine.rewrite({ texts: [...filler, ...texts], instruction: fix, lengthBeam: 3 });
    const outputs = among.slice(60).map(({ output }) => output);
    assert.deepEqual(
      outputs,
      together.map(({ output }) => output),
    );
    assert.equal(new Set(outputs).size, 3);
  });

  it('asks for a repeated sentence once', async () => {
    const { engine, graph } = engineWith(mumbling);
    const [result] = await engine.rewrite({
      texts: ['Same again.\nSame again.\nSame again.\n'],
      instruction: fix,
    });
    assert.equal(graph.encoded.flat().length, 1);
    const [first] = result!.output.split('\n');
    assert.equal(result?.output, `${first}\n`.repeat(3));
  });

  it('forces the target length', async () => {
    const { engine, graph } = engineWith(mumbling);
    const [result] = await engine.rewrite({
      texts: ['Some text'],
      instruction: fix,
      targetLength: 17,
      lengthBeam: 3,
    });
    assert.equal(result?.tokens, 17);
    assert.ok(graph.refined.every(({ targets }) => targets.length === 1 && targets[0]?.length === 17));
  });

  it('tells of every pass of every batch, in order', async () => {
    const { engine } = engineWith(mumbling);
    const seen: PassProgress[] = [];
    const texts = Array.from(
      { length: 80 },
      (_, k) => `${'word '.repeat(5 + (k % 7))}number ${'i'.repeat(k)}`,
    );
    await engine.rewrite(
      { texts, instruction: fix, iterations: 3 },
      { onPass: (progress) => seen.push(progress) },
    );
    const batches = seen.at(-1)!.batches;
    assert.ok(batches > 1);
    const expected = Array.from({ length: batches }, (_, batch) =>
      [1, 2, 3].map((pass) => ({ pass, passes: 3, batch: batch + 1, batches })),
    );
    assert.deepEqual(
      seen.map(({ pass, passes, batch, batches: all }) => ({ pass, passes, batch, batches: all })),
      expected.flat(),
    );
  });

  it('stops between two passes when cancelled', async () => {
    const { engine, graph } = engineWith(mumbling);
    const controller = new AbortController();
    graph.beforeRun = () => {
      if (graph.refined.length === 2) controller.abort(new Error('for whatever reason'));
    };
    const work = engine.rewrite(
      { texts: ['A text to rewrite'], instruction: fix },
      { signal: controller.signal },
    );
    await assert.rejects(work, { name: 'AbortError' });
    assert.equal(graph.refined.length, 3);
  });

  it('hears a cancellation that comes as a message while passes run', async () => {
    const { engine, graph } = engineWith(mumbling);
    const controller = new AbortController();
    setImmediate(() => {
      controller.abort();
    });
    const work = engine.rewrite(
      { texts: ['A text'], instruction: fix, iterations: 50 },
      { signal: controller.signal },
    );
    await assert.rejects(work, { name: 'AbortError' });
    assert.ok(graph.refined.length < 5);
  });

  it('lets two requests run side by side', async () => {
    const { engine } = engineWith(mumbling);
    const order: string[] = [];
    const follow = (name: string) => ({ onPass: () => order.push(name) });
    await Promise.all([
      engine.rewrite({ texts: ['The first text'], instruction: fix }, follow('a')),
      engine.rewrite({ texts: ['The second text'], instruction: fix }, follow('b')),
    ]);
    assert.ok(order.indexOf('b') < order.lastIndexOf('a'));
  });

  it('answers an instruction of classification with a label', async () => {
    const { engine, graph } = engineWith(mute);
    const text = 'Line one.\nLine two.';
    const [result] = await engine.rewrite({ texts: [text], instruction: 'What is the mood?' });
    assert.ok(result?.output === 'good' || result?.output === 'bad');
    assert.equal(result.segments.length, 1);
    assert.equal(result.segments[0]?.source, text);
    const [scores] = await engine.classify({ texts: [text], labels: ['bad', 'good'] });
    assert.equal(scores?.label, result.output);
    // A known set of labels is asked for with its own wording, in whatever order the labels come.
    assert.deepEqual(graph.encoded[1]?.[0]?.ids, graph.encoded[0]?.[0]?.ids);
  });

  it('classifies with any labels', async () => {
    const { engine, graph } = engineWith(mute);
    const [result] = await engine.classify({ texts: ['Anything'], labels: ['red', 'green $&', 'blue'] });
    assert.deepEqual(
      result?.scores.map(({ label }) => label),
      ['red', 'green $&', 'blue'],
    );
    assert.ok(Math.abs(result.scores.reduce((sum, { probability }) => sum + probability, 0) - 1) < 1e-9);
    const highest = Math.max(...result.scores.map(({ probability }) => probability));
    assert.equal(result.scores.find(({ label }) => label === result.label)?.probability, highest);
    const wording = tokenizer.encode('Classify: red, green $&, blue.');
    assert.ok(graph.encoded[0]?.[0]?.ids.join().includes(wording.join()));
  });

  it('frees the model after what is running, and refuses work from then on', async () => {
    const { engine, released } = engineWith(mumbling);
    let finished = false;
    const running = engine.rewrite({ texts: ['Hello'], instruction: fix }).then(() => (finished = true));
    const disposed = engine.dispose().then(() => {
      assert.ok(finished);
    });
    await assert.rejects(engine.rewrite({ texts: ['Hello'], instruction: fix }), { code: 'notLoaded' });
    await Promise.all([running, disposed, engine.dispose()]);
    assert.equal(released(), 1);
  });
});

/** Writes nonsense of any length, but the same for the same source. */
const mumbling: FakeModel = {
  lengths: ({ ids }) => Array.from({ length: 9 }, (_, length) => hashed(length, ...ids)),
  predict: ({ ids }, target, index) => ({
    id: tokenizer.encode('qwertz')[Math.floor(hashed(1, index, ...ids, ...target) * 7)]!,
    logProbability: -3 * hashed(2, index, ...ids, ...target),
  }),
};
