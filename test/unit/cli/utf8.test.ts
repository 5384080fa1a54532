import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { decodeUtf8, firstInvalid } from '../../../extension/cli/utf8.js';

describe('decodeUtf8', () => {
  const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

  it('decodes every text as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        // Lone surrogates have no UTF-8.
        const valid = text.replace(/\p{Surrogate}/gu, '');
        const encoded = new TextEncoder().encode(valid);
        assert.equal(decodeUtf8(encoded, 'x'), valid);
        assert.equal(firstInvalid(encoded), encoded.length);
      }),
    );
  });

  it('finds the same bytes invalid as the platform does, and the first of them', () => {
    const platform = new TextDecoder('utf-8', { fatal: true });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), (input) => {
        const offset = firstInvalid(input);
        assert.doesNotThrow(() => platform.decode(input.subarray(0, offset)));
        if (offset === input.length) return;
        assert.throws(() => platform.decode(input));
        assert.throws(() => decodeUtf8(input, 'x'), new RegExp(`offset ${offset} `));
      }),
      { numRuns: 2_000 },
    );
  });

  for (const [what, input, offset] of [
    ['a byte that never occurs', bytes(0x61, 0xff), 1],
    ['a continuation alone', bytes(0x80), 0],
    ['an overlong slash', bytes(0x61, 0xc0, 0xaf), 1],
    ['an overlong zero of three bytes', bytes(0xe0, 0x80, 0x80), 0],
    ['a surrogate', bytes(0x61, 0x62, 0xed, 0xa0, 0x80), 2],
    ['a code point above the last one', bytes(0xf4, 0x90, 0x80, 0x80), 0],
    ['a sequence that is cut off', bytes(0x61, 0xe2, 0x82), 1],
  ] as const) {
    it(`refuses ${what}`, () => assert.equal(firstInvalid(input), offset));
  }

  it('keeps a byte order mark for whoever wants to see it', () => {
    assert.equal(decodeUtf8(bytes(0xef, 0xbb, 0xbf, 0x61), 'x'), '\uFEFFa');
  });
});
