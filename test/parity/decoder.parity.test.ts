import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createEngine } from '../../extension/inference/createEngine.js';
import { openModelFolder } from '../../extension/inference/modelFolder.js';
import { canonicalInstructions, decoderInputs, gapInputs } from './decoderInputs.js';
import { type DecoderAnswer, EngineDecoder } from './engineDecoder.js';
import { repositoryRoot, runPython } from './python.js';

const bundled = join(repositoryRoot, 'models', 'bundled');

interface GapAnswer {
  readonly fills: readonly { readonly ids: readonly number[]; readonly score: number }[];
}

interface LabelAnswer {
  readonly label: string;
  readonly scores: readonly { readonly label: string; readonly probability: number }[];
}

describe('the engine equals the reference decoder', function () {
  this.timeout(3_600_000);
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'interlinear-parity-'));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const reference = async <T>(directory: string, lines: readonly object[]): Promise<T[]> => {
    const input = lines.map((line) => JSON.stringify(line)).join('\n');
    const output = await runPython(['-m', 'models', 'decode', '--model', directory, '--threads', '1'], input);
    const answers = output.split('\n').filter((line) => line !== '');
    assert.equal(answers.length, lines.length);
    return answers.map((line) => JSON.parse(line) as T);
  };

  const compareTokens = async (directory: string, count: number): Promise<void> => {
    const { manifest } = await openModelFolder(directory);
    const inputs = decoderInputs(manifest, count, 11);
    assert.deepEqual(
      new Set(inputs.map(({ instruction }) => instruction)),
      new Set(canonicalInstructions(manifest)),
    );
    const expected = await reference<DecoderAnswer>(directory, inputs);
    const decoder = await EngineDecoder.open({ directory, device: 'cpu', variant: 'float32' });
    const answers = await decoder.answer(inputs).finally(() => decoder.dispose());
    const wrong = inputs.flatMap(({ id }) => {
      const { ids, score } = expected[id]!;
      const ours = answers.get(id)!;
      if (String(ours.ids) !== String(ids)) return [{ id, expected: String(ids), got: String(ours.ids) }];
      // The last bits of float32 may push a score over the edge of its 1/1024, but not an answer.
      assert.ok(Math.abs(ours.score - score) <= 1 / 1024);
      return [];
    });
    assert.deepEqual(wrong.slice(0, 3), [], `${wrong.length} of ${inputs.length} differ`);
    assert.ok(inputs.some(({ id }) => expected[id]!.ids.length === 1));
    assert.ok(expected.some(({ ids }) => ids.length >= Math.min(190, manifest.limits.targetTokens)));
  };

  const compareGaps = async (directory: string, count: number): Promise<void> => {
    const decoder = await EngineDecoder.open({ directory, device: 'cpu', variant: 'float32' });
    try {
      const inputs = gapInputs((text) => decoder.encode(text), count, 13);
      const expected = await reference<GapAnswer>(directory, inputs);
      for (const input of inputs) {
        const found = await decoder.fill(input);
        const { fills } = expected[input.id]!;
        assert.deepEqual(
          found.map(({ ids }) => String(ids)),
          fills.map(({ ids }) => String(ids)),
        );
        found.forEach(({ score }, index) => assert.ok(Math.abs(score - fills[index]!.score) <= 1 / 1024));
      }
    } finally {
      await decoder.dispose();
    }
  };

  const compareLabels = async (directory: string): Promise<void> => {
    const { manifest } = await openModelFolder(directory);
    const sets = [
      ...manifest.labelSets.map(({ labels }) => labels),
      ['bug report', 'feature', 'a question'],
      ['x', 'y'],
    ];
    const texts = ['I love this.', 'Das ist leider falsch!', '我们明天去北京。'];
    const lines = sets.flatMap((labels) => texts.map((input, id) => ({ id, labels, input })));
    const expected = await reference<LabelAnswer>(directory, lines);
    const engine = await createEngine({ directory, device: 'cpu', variant: 'float32' });
    try {
      const answers = await Promise.all(sets.map((labels) => engine.classify({ texts, labels })));
      answers.flat().forEach(({ label, scores }, index) => {
        assert.equal(label, expected[index]!.label);
        scores.forEach(({ probability }, at) => {
          assert.ok(Math.abs(probability - expected[index]!.scores[at]!.probability) < 2e-3);
        });
      });
    } finally {
      await engine.dispose();
    }
  };

  const compareBatches = async (directory: string): Promise<void> => {
    const texts = [
      'One sentence. And a second one, which is somewhat longer!',
      'Kurz.',
      'Un texte de plusieurs mots, avec une virgule.\n\nEt une ligne de plus.',
      '我们明天去北京。',
    ];
    const engine = await createEngine({ directory, device: 'cpu', variant: 'float32' });
    try {
      const parameters = { instruction: 'Fix grammar and spelling.', lengthBeam: 3 };
      const together = await engine.rewrite({ ...parameters, texts });
      const again = await engine.rewrite({ ...parameters, texts });
      const outputs = together.map(({ output }) => output);
      assert.deepEqual(
        again.map(({ output }) => output),
        outputs,
      );
      for (const [index, text] of texts.entries()) {
        const [alone] = await engine.rewrite({ ...parameters, texts: [text] });
        assert.equal(alone!.output, outputs[index]);
      }
      assert.ok(together.every(({ tokens, iterations }) => tokens > 0 && iterations > 0));
    } finally {
      await engine.dispose();
    }
  };

  for (const family of ['mini', 'xlm-roberta', 'xlm-roberta-xl']) {
    it(`with random weights of the family ${family}, on 100 inputs`, async () => {
      const directory = join(folder, family);
      const sizes = ['--layers', '3', '--hidden-size', '64', '--seed', '5'];
      const variants = ['--variants', 'float32', '--family', family];
      await runPython(['-m', 'models', 'export', '--random', '--out', directory, ...variants, ...sizes]);
      await compareTokens(directory, 100);
      await compareGaps(directory, 20);
      await compareLabels(directory);
      await compareBatches(directory);
    });
  }

  it('with the bundled model, on 300 inputs; its int8 graph agrees on 95 % of the tokens', async function () {
    if (!existsSync(join(bundled, 'weights.safetensors'))) {
      process.stdout.write(`      pending: there is no ${join(bundled, 'weights.safetensors')}\n`);
      this.skip();
    }
    const directory = join(folder, 'bundled');
    await runPython([join(__dirname, 'export_float32.py'), bundled, directory]);
    await compareTokens(directory, 300);
    await compareGaps(directory, 60);
    await compareLabels(directory);
    const { manifest } = await openModelFolder(directory);
    const { decoder, graph } = await EngineDecoder.compare(directory, ['float32', 'cpu-int8']);
    await decoder.answer(decoderInputs(manifest, 300, 12)).finally(() => decoder.dispose());
    const share = graph.same / graph.all;
    process.stdout.write(`      int8 agrees on ${(share * 100).toFixed(1)} % of ${graph.all} tokens\n`);
    assert.ok(graph.all > 10_000);
    assert.ok(share >= 0.95, `int8 agrees on ${(share * 100).toFixed(1)} % of the tokens`);
  });
});
