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
