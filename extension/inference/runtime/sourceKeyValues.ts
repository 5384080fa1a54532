import type { SourceMemory } from './stepGraph.js';

export interface KeyValueSizes {
  readonly heads: number;
  readonly headSize: number;
}

/** Keys and values of encoded sources in main memory: per layer a [batch, heads, tokens, headSize] array of each. */
export class SourceKeyValues implements SourceMemory {
  private lastGathered: { readonly key: string; readonly memory: SourceKeyValues } | undefined;

  /**
   * @param layers keys of layer 0, values of layer 0, keys of layer 1, …
   * @param lengths real number of tokens of each source; what follows is padding
   */
  public constructor(
    public readonly layers: readonly Float32Array[],
    public readonly lengths: readonly number[],
    public readonly tokens: number,
    public readonly sizes: KeyValueSizes,
  ) {}

  public get batch(): number {
    return this.lengths.length;
  }

  /** Copies what is asked for, without padding that none of it needs; the same question twice costs one copy. */
  public gather(sources: readonly number[]): SourceKeyValues {
    if (sources.length === this.batch && sources.every((source, index) => source === index)) return this;
    const key = sources.join();
    if (this.lastGathered?.key !== key) this.lastGathered = { key, memory: this.copy(sources) };
    return this.lastGathered.memory;
  }

  private copy(sources: readonly number[]): SourceKeyValues {
    const { heads, headSize } = this.sizes;
    const lengths = sources.map((source) => this.lengths[source] ?? 0);
    const tokens = Math.max(...lengths);
    const from = this.tokens * headSize;
    const to = tokens * headSize;
    const layers = this.layers.map((layer) => {
      const copied = new Float32Array(sources.length * heads * to);
      sources.forEach((source, row) => {
        for (let head = 0; head < heads; head++) {
          const start = (source * heads + head) * from;
          copied.set(layer.subarray(start, start + to), (row * heads + head) * to);
        }
      });
      return copied;
    });
    return new SourceKeyValues(layers, lengths, tokens, this.sizes);
  }
}
