/**
 * SentencePiece's precompiled character map: a double-array trie (Darts) over UTF-8 from each rule's left side to
 * the offset of its right side, a zero-terminated string.
 * Layout: byte length of the trie (u32), trie units (u32 each), right sides; all little-endian.
 */
export class Charsmap {
  private readonly units: Uint32Array;
  private readonly rightSides: Uint8Array;

  /** @throws RangeError when the blob is cut short */
  public constructor(blob: Uint8Array) {
    const view = new DataView(blob.buffer, blob.byteOffset, blob.byteLength);
    const trieBytes = view.getUint32(0, true);
    if (trieBytes + 4 >= blob.length) throw new RangeError('the character map is cut short');
    this.units = new Uint32Array(trieBytes / 4);
    for (let index = 0; index < this.units.length; index++) {
      this.units[index] = view.getUint32(4 + 4 * index, true);
    }
    this.rightSides = blob.subarray(4 + trieBytes);
  }

  /**
   * The longest rule that `bytes` matches at `start`.
   * @returns the number of bytes it replaces and their replacement, or undefined if no rule matches
   */
  public longestRule(
    bytes: Uint8Array,
    start: number,
  ): { readonly length: number; readonly replacement: Uint8Array } | undefined {
    const { units } = this;
    let length = 0;
    let offset = 0;
    let position = childOffset(units[0] ?? 0);
    for (let at = start; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0;
      position ^= byte;
      const unit = units[position] ?? 0;
      if (label(unit) !== byte) break;
      position ^= childOffset(unit);
      if (hasLeaf(unit)) {
        length = at + 1 - start;
        offset = (units[position] ?? 0) & 0x7fffffff;
      }
    }
    if (length === 0) return undefined;
    const end = this.rightSides.indexOf(0, offset);
    return { length, replacement: this.rightSides.subarray(offset, end < 0 ? undefined : end) };
  }
}

/** The byte that leads to a unit; the sign bit marks a leaf and never equals a byte. */
function label(unit: number): number {
  return (unit & 0x800000ff) >>> 0;
}

function hasLeaf(unit: number): boolean {
  return (unit & 0x100) !== 0;
}

function childOffset(unit: number): number {
  return (unit >>> 10) << ((unit & 0x200) >>> 6);
}
