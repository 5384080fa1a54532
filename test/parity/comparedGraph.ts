import type { Source } from '../../extension/inference/tokenizer/sourceBuilder.js';
import type {
  EncodedSources,
  Predictions,
  SourceMemory,
  StepGraph,
  TargetRow,
  TargetSlot,
} from '../../extension/inference/runtime/stepGraph.js';

/** The memories of one batch in both graphs. */
class MemoryPair implements SourceMemory {
  public constructor(
    public readonly exact: SourceMemory,
    public readonly other: SourceMemory,
  ) {}

  public get batch(): number {
    return this.exact.batch;
  }

  public get tokens(): number {
    return this.exact.tokens;
  }

  public gather(sources: readonly number[]): SourceMemory {
    return new MemoryPair(this.exact.gather(sources), this.other.gather(sources));
  }
}

/**
 * Decodes with the exact graph, and asks the other one the same questions: of every masked token it counts whether both
 * choose the same. Each graph encodes the source by itself. So a difference is counted where it arises, and not once
 * more in every later pass that it leads elsewhere.
 */
export class ComparedGraph implements StepGraph {
  public same = 0;
  public all = 0;

  public constructor(
    private readonly exact: StepGraph,
    private readonly other: StepGraph,
  ) {}

  public async encode(sources: readonly Source[]): Promise<EncodedSources> {
    const exact = await this.exact.encode(sources);
    const other = await this.other.encode(sources);
    return { ...exact, memory: new MemoryPair(exact.memory, other.memory) };
  }

  public async refine(
    memory: SourceMemory,
    targets: readonly TargetRow[],
    slots: readonly TargetSlot[],
  ): Promise<Predictions> {
    if (!(memory instanceof MemoryPair)) throw new TypeError('the memory is not that of this graph');
    const exact = await this.exact.refine(memory.exact, targets, slots);
    const other = await this.other.refine(memory.other, targets, slots);
    this.all += slots.length;
    this.same += slots.filter((_, slot) => exact.ids[slot] === other.ids[slot]).length;
    return exact;
  }
}
