import type { ByteTrie } from './byteTrie.js';
import { Charsmap } from './charsmap.js';
import type { SentencePieceModel } from './sentencePieceModel.js';

/** A byte buffer that grows as it is appended to. */
export class GrowingBytes {
  private buffer: Uint8Array;
  private length = 0;

  public constructor(capacity: number) {
    this.buffer = new Uint8Array(capacity);
  }

  /** Appends `bytes[from..to)`. */
  public append(bytes: Uint8Array, from: number, to: number): void {
    const needed = this.length + to - from;
    if (needed > this.buffer.length) {
      const larger = new Uint8Array(needed * 2);
      larger.set(this.buffer.subarray(0, this.length));
      this.buffer = larger;
    }
    for (let at = from; at < to; at++) this.buffer[this.length++] = bytes[at] ?? 0;
  }

  /** Removes every repetition of `suffix` from the end. */
  public trimEnd(suffix: Uint8Array): void {
    const ends = (): boolean =>
      this.length >= suffix.length &&
      suffix.every((byte, index) => this.buffer[this.length - suffix.length + index] === byte);
    while (ends()) this.length -= suffix.length;
  }

  /** What has been appended, without a copy: valid until the next append. */
  public view(): Uint8Array {
    return this.buffer.subarray(0, this.length);
  }
}

const space = 0x20;
/** U+2581 LOWER ONE EIGHTH BLOCK, which stands for a space inside pieces. */
const escapedSpace = Uint8Array.of(0xe2, 0x96, 0x81);
const plainSpace = Uint8Array.of(space);

/**
 * SentencePiece's normaliser on UTF-8 bytes: character map, white space clean-up, dummy prefix, escaped spaces.
 * User-defined symbols pass through untouched.
 */
export class SentencePieceNormalizer {
  private readonly charsmap: Charsmap | undefined;
  private readonly spaceBytes: Uint8Array;

  public constructor(
    private readonly model: SentencePieceModel,
    private readonly userDefined: ByteTrie | undefined,
  ) {
    this.charsmap =
      model.precompiledCharsmap.length > 0 ? new Charsmap(model.precompiledCharsmap) : undefined;
    this.spaceBytes = model.escapeSpaces ? escapedSpace : plainSpace;
  }

  /**
   * @param input valid UTF-8
   * @param continues the text goes on from one before it: no dummy prefix, and a leading space stays
   */
  public normalize(input: Uint8Array, continues = false): Uint8Array {
    const { spaceAsSuffix, removeExtraSpaces } = this.model;
    const addDummyPrefix = this.model.addDummyPrefix && !continues;
    let at = removeExtraSpaces && !continues ? this.skipLeadingSpaces(input) : 0;
    if (at === input.length) return new Uint8Array(0);
    const output = new GrowingBytes(input.length * 3 + 8);
    if (addDummyPrefix && !spaceAsSuffix) output.append(this.spaceBytes, 0, this.spaceBytes.length);

    let afterSpace = removeExtraSpaces && !continues;
    while (at < input.length) {
      const chunk = this.nextChunk(input, at);
      let from = chunk.from;
      while (afterSpace && from < chunk.to && chunk.bytes[from] === space) from++;
      if (from < chunk.to) {
        this.appendEscaped(output, chunk.bytes, from, chunk.to);
        afterSpace = removeExtraSpaces && chunk.bytes[chunk.to - 1] === space;
      }
      at += chunk.consumed;
    }

    if (removeExtraSpaces) output.trimEnd(this.spaceBytes);
    if (addDummyPrefix && spaceAsSuffix) output.append(this.spaceBytes, 0, this.spaceBytes.length);
    return output.view();
  }

  private skipLeadingSpaces(input: Uint8Array): number {
    let at = 0;
    while (at < input.length) {
      const chunk = this.nextChunk(input, at);
      if (chunk.to - chunk.from !== 1 || chunk.bytes[chunk.from] !== space) break;
      at += chunk.consumed;
    }
    return at;
  }

  /** What the input at `at` becomes (`bytes[from..to)`), and how many input bytes that uses up. */
  private nextChunk(
    input: Uint8Array,
    at: number,
  ): { readonly bytes: Uint8Array; readonly from: number; readonly to: number; readonly consumed: number } {
    const symbol = this.userDefined?.longestMatch(input, at) ?? 0;
    if (symbol > 0) return { bytes: input, from: at, to: at + symbol, consumed: symbol };
    const rule = this.charsmap?.longestRule(input, at);
    if (rule) return { bytes: rule.replacement, from: 0, to: rule.replacement.length, consumed: rule.length };
    const length = characterLength(input[at] ?? 0);
    return { bytes: input, from: at, to: at + length, consumed: length };
  }

  private appendEscaped(output: GrowingBytes, bytes: Uint8Array, from: number, to: number): void {
    let start = from;
    for (let at = from; at < to; at++) {
      if (bytes[at] !== space) continue;
      output.append(bytes, start, at);
      output.append(this.spaceBytes, 0, this.spaceBytes.length);
      start = at + 1;
    }
    output.append(bytes, start, to);
  }
}

/** Bytes of the UTF-8 character that starts with `lead`. */
export function characterLength(lead: number): number {
  if (lead < 0xc0) return 1;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}
