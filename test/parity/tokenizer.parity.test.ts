import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { SentencePiece } from '../../extension/inference/tokenizer/sentencePiece.js';
import { hostileStrings, plainSentences } from './hostileStrings.js';
import { repositoryRoot, runPython } from './python.js';
import { SeededRandom } from './random.js';

const reference = join(__dirname, 'sentencepiece_reference.py');
const bundledModel = join(repositoryRoot, 'models', 'bundled', 'tokenizer.model');
const xlmrModel = join(
  repositoryRoot,
  '..',
  'shared',
  'data',
  'tokenizer',
  'xlmr.rebuilt.sentencepiece.bpe.model',
);

/** Trainer options that together reach every branch of the algorithm. */
const smallModels = {
  'byte fallback, copy-tokens, split digits': {
    vocab_size: 900,
    character_coverage: 0.98,
    hard_vocab_limit: false,
    byte_fallback: true,
    split_digits: true,
    normalization_rule_name: 'identity',
    user_defined_symbols: Array.from({ length: 32 }, (_, k) => String.fromCodePoint(0xe000 + k)),
    control_symbols: ['<mask>', '<length>'],
    pad_id: 0,
    unk_id: 1,
    eos_id: 2,
    bos_id: -1,
  },
  'no byte fallback, nmt_nfkc, extra spaces kept': {
    vocab_size: 500,
    character_coverage: 0.98,
    hard_vocab_limit: false,
    remove_extra_whitespaces: false,
    user_defined_symbols: ['\ue000', '\ue000\ue001', '__init__'],
  },
  'space as suffix, nfkc_cf': {
    vocab_size: 500,
    character_coverage: 0.98,
    hard_vocab_limit: false,
    normalization_rule_name: 'nfkc_cf',
    treat_whitespace_as_suffix: true,
  },
  'no dummy prefix': {
    vocab_size: 500,
    character_coverage: 0.98,
    hard_vocab_limit: false,
    add_dummy_prefix: false,
    normalization_rule_name: 'nfkc',
  },
};

describe('the tokenizer equals the sentencepiece library', function () {
  this.timeout(600_000);
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'interlinear-tokenizer-'));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const ask = async (command: string, model: string, values: readonly unknown[]): Promise<unknown[]> => {
    const file = join(folder, 'values.jsonl');
    writeFileSync(file, values.map((value) => JSON.stringify(value)).join('\n'));
    const lines = (await runPython([reference, command, model, file]))
      .split('\n')
      .filter((line) => line !== '');
    assert.equal(lines.length, values.length);
    return lines.map((line): unknown => JSON.parse(line));
  };

  const compareEncoding = async (model: string, count: number, seed: number): Promise<void> => {
    const ours = SentencePiece.parse(readFileSync(model));
    const strings = hostileStrings(seed, count);
    assert.ok(strings.length >= count);
    const expected = (await ask('encode', model, strings)) as { ids: number[]; text: string }[];
    const wrong = strings.filter((text, index) => {
      const ids = ours.encode(text);
      return String(ids) !== String(expected[index]?.ids) || ours.decode(ids) !== expected[index]?.text;
    });
    assert.deepEqual(wrong.slice(0, 10), [], `${String(wrong.length)} of ${String(strings.length)} differ`);
  };

  const compareDecoding = async (model: string, count: number, seed: number): Promise<void> => {
    const ours = SentencePiece.parse(readFileSync(model));
    const random = new SeededRandom(seed);
    const lists = random.times(count, () => {
      // Byte pieces lie among the first few hundred ids: half of the draws go there, to make broken UTF-8.
      const limit = random.next() < 0.5 ? Math.min(ours.size, 300) : ours.size;
      return random.times(random.integer(1, 12), () => random.integer(0, limit - 1));
    });
    const expected = await ask('decode', model, lists);
    const wrong = lists.filter((ids, index) => ours.decode(ids) !== expected[index]);
    assert.deepEqual(wrong.slice(0, 10), []);
  };

  it('on 10,000 strings with the vocabulary of the bundled model', async function () {
    if (!existsSync(bundledModel)) {
      process.stdout.write(`      pending: there is no ${bundledModel}\n`);
      this.skip();
    }
    await compareEncoding(bundledModel, 10_000, 1);
    await compareDecoding(bundledModel, 2_000, 2);
  });

  it("on 10,000 strings with XLM-R's vocabulary", async function () {
    if (!existsSync(xlmrModel)) {
      process.stdout.write(`      pending: there is no ${xlmrModel}\n`);
      this.skip();
    }
    await compareEncoding(xlmrModel, 10_000, 3);
    await compareDecoding(xlmrModel, 2_000, 4);
  });

  for (const [name, options] of Object.entries(smallModels)) {
    it(`on 3,000 strings with a small model: ${name}`, async () => {
      const corpus = join(folder, 'corpus.txt');
      writeFileSync(corpus, plainSentences(5, 3_000).join('\n'));
      const prefix = join(folder, `small-${String(options.vocab_size)}-${name.replaceAll(/\W+/g, '-')}`);
      await runPython([reference, 'train', prefix, corpus, JSON.stringify(options)]);
      await compareEncoding(`${prefix}.model`, 3_000, 6);
      await compareDecoding(`${prefix}.model`, 1_000, 7);
    });
  }
});
