/** Keeps the values that were used last, up to a number of them. */
export class LruCache<Value> {
  private readonly entries = new Map<string, Value>();

  public constructor(private readonly capacity: number) {}

  public get size(): number {
    return this.entries.size;
  }

  public get(key: string): Value | undefined {
    const value = this.entries.get(key);
    if (value !== undefined) {
      this.set(key, value);
    }
    return value;
  }

  public set(key: string, value: Value): void {
    this.entries.delete(key);
    this.entries.set(key, value);
    if (this.entries.size > this.capacity) {
      // A Map lists its keys in order of their insertion.
      this.entries.delete(this.entries.keys().next().value!);
    }
  }
}
