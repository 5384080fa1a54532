/** A small seeded generator (mulberry32): the same seed gives the same test inputs on every machine. */
export class SeededRandom {
  public constructor(private state: number) {}

  /** A number in [0, 1). */
  public next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** An integer in [from, to]. */
  public integer(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  public pick<T>(items: readonly T[]): T {
    const item = items[this.integer(0, items.length - 1)];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  }

  /** `count` values of `make`. */
  public times<T>(count: number, make: () => T): T[] {
    return Array.from({ length: count }, make);
  }
}
