import assert from 'node:assert/strict';

import { SentencePiece } from '../../../../extension/inference/tokenizer/sentencePiece.js';
import { Tokenizer } from '../../../../extension/inference/tokenizer/tokenizer.js';
import { tinyManifest } from '../support/tinyManifest.js';
import { tinyModelFile, tinySentencePiece } from '../support/tinyTokenizer.js';

const manifest = tinyManifest();
const { specialTokens } = manifest;
const pieces = tinySentencePiece(['hello', 'é']);
const tokenizer = new Tokenizer(pieces, manifest);

describe('the tokenizer', () => {
  it('gives back what it was given', () => {
    for (const text of [
      'hello',
      'Hello, World!',
      '日本語 🏳️‍🌈',
      'a\ue000b\ue01f',
      'x = `y`; // é',
      'A\u0301',
    ]) {
      assert.equal(tokenizer.decode(tokenizer.encode(text)), text.normalize('NFC'));
    }
    assert.deepEqual(tokenizer.encode(''), []);
    assert.deepEqual(tokenizer.encode('  '), []);
  });

  it('brings text to the normal form of the manifest', () => {
    assert.deepEqual(tokenizer.encode('e\u0301'), tokenizer.encode('é'));
    const raw = new Tokenizer(
      pieces,
      tinyManifest({ tokenizer: { ...manifest.tokenizer, normalForm: 'none' } }),
    );
    assert.notDeepEqual(raw.encode('e\u0301'), raw.encode('é'));
  });

  it('never makes a special token of what a text spells out', () => {
    const special = new Set([0, 1, 2, 3, 4]);
    for (const text of ['<mask>', '</s><pad>', 'a <length> b', '<unk>', '<0x41>']) {
      assert.ok(tokenizer.encode(text).every((id) => !special.has(id)));
      assert.equal(tokenizer.decode(tokenizer.encode(text)), text);
    }
  });

  it('makes one token of each copy character, wherever it stands', () => {
    const ids = tokenizer.encode('a\ue000\ue001 \ue01f!');
    const copies = ids.filter((id) => specialTokens.copy.includes(id));
    assert.deepEqual(copies, [specialTokens.copy[0], specialTokens.copy[1], specialTokens.copy[31]]);
  });

  it('reads a lone surrogate as U+FFFD', () => {
    assert.deepEqual(tokenizer.encode('a\ud83d'), tokenizer.encode('a\ufffd'));
    assert.deepEqual(tokenizer.encode('\udc00\ud800 b'), tokenizer.encode('\ufffd\ufffd b'));
  });

  it('skips special tokens and ids that do not exist, and replaces broken UTF-8 byte by byte', () => {
    const [hello] = tokenizer.encode('hello');
    assert.equal(tokenizer.decode([0, 2, hello!, 3, 4, 1, 99_999, -5]), 'hello');
    const byte = (value: number): number => 37 + value;
    assert.equal(tokenizer.decode([byte(0xe6), byte(0x97), byte(0xa5)]), '日');
    assert.equal(tokenizer.decode([byte(0xe6), byte(0x97), hello!]), '\ufffd\ufffd hello');
  });

  it('shifts ids as the manifest says, but not the unknown one', () => {
    const shifted = tinyManifest({
      tokenizer: { ...manifest.tokenizer, idOffset: 1 },
      specialTokens: { ...specialTokens, unknown: 3 },
    });
    const plain = tokenizer.encode('hello you');
    const other = new Tokenizer(pieces, shifted);
    assert.deepEqual(
      other.encode('hello you'),
      plain.map((id) => id + 1),
    );
    assert.equal(other.decode(other.encode('hello you')), 'hello you');
  });

  it('refuses a file that is not a unigram model', () => {
    const file = tinyModelFile(['a']);
    assert.doesNotThrow(() => SentencePiece.parse(file));
    assert.throws(() => SentencePiece.parse(file.subarray(0, file.length - 3)), /cut short|byte|unigram/);
    assert.throws(() => SentencePiece.parse(new TextEncoder().encode('this is no model at all')));
    assert.throws(() => SentencePiece.parse(new Uint8Array(0)), /unknown piece/);
  });
});
