import type { Source } from '../tokenizer/sourceBuilder.js';
import type { SourceMemory } from '../runtime/stepGraph.js';

/** A source, and what the server has said of it so far. */
export interface RemoteSource {
  readonly source: Source;
  /** Empty until an answer has told them. */
  lengthLogits: Float32Array;
}

/** What stays here of sources that are encoded elsewhere: the sources themselves. */
export class RemoteMemory implements SourceMemory {
  public constructor(public readonly sources: readonly RemoteSource[]) {}

  /** @throws TypeError for the memory of another graph */
  public static of(memory: SourceMemory): RemoteMemory {
    if (memory instanceof RemoteMemory) return memory;
    throw new TypeError('the memory is of another graph');
  }

  public get batch(): number {
    return this.sources.length;
  }

  public get tokens(): number {
    return Math.max(...this.sources.map(({ source }) => source.ids.length));
  }

  public gather(sources: readonly number[]): RemoteMemory {
    return new RemoteMemory(sources.flatMap((source) => this.sources[source] ?? []));
  }
}
