import type { DecodingStrategy, SentenceSettings } from './decodingStrategy.js';

/** The ways of decoding that a model has: one for every task and wish, and others for some tasks. */
export class DecodingStrategies {
  /**
   * @param general can decode at any length
   * @param byTask for tasks that have a way of their own, which chooses lengths by itself
   */
  public constructor(
    public readonly general: DecodingStrategy,
    private readonly byTask: ReadonlyMap<string, DecodingStrategy> = new Map(),
  ) {}

  /** The strategy for these settings: where lengths are asked for, it is the general one. */
  public for(settings: SentenceSettings): DecodingStrategy {
    const { task, targetLength, lengths, lengthFactor = 1, lengthRelativeTo } = settings;
    const sized = lengthFactor !== 1 || lengthRelativeTo === 'text';
    const asksForLengths = targetLength !== undefined || lengths !== undefined || sized;
    const own = task === undefined || asksForLengths ? undefined : this.byTask.get(task);
    return own ?? this.general;
  }
}
