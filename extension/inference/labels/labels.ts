import type { Manifest } from '../../core/model/manifest.js';
import { planBatches } from '../decoding/batches.js';
import { lengthClass, lengthScores } from '../decoding/lengthScores.js';
import { mean, roundScore, softmax } from '../decoding/score.js';
import type { Source, SourceBuilder } from '../tokenizer/sourceBuilder.js';
import type { EncodedSources, StepGraph, TargetSlot } from '../runtime/stepGraph.js';
import type { Tokenizer } from '../tokenizer/tokenizer.js';
import { nextTurn } from '../decoding/turn.js';
import { labelSetOf } from './labelQuestion.js';

/**
 * By what the scores of labels are divided before they become probabilities: without it a model is surer, or less sure,
 * than it is right.
 * @param equalLengths whether all labels have the same number of tokens
 */
export function labelTemperature(
  { calibration, labelSets }: Pick<Manifest, 'calibration' | 'labelSets'>,
  labels: readonly string[],
  equalLengths: boolean,
): number {
  if (!calibration) return 1;
  const set = labelSetOf(labelSets, labels);
  const own = set && calibration.labelSets[set.id];
  return own ?? (equalLengths ? calibration.equalLengths : calibration.unequalLengths);
}

/** What the model thinks of the labels for one text, in the order of the labels. */
export interface LabelScores {
  /** They add up to 1. */
  readonly probabilities: readonly number[];
  /** Mean rounded log-probability of each label's tokens. */
  readonly scores: readonly number[];
  /** Number of tokens of each label. */
  readonly tokens: readonly number[];
}

/** Of one source: what is added up to the labels' probabilities. */
interface SourceScores {
  readonly means: readonly number[];
  /** Rounded log-probabilities of the length classes. */
  readonly lengths: readonly number[];
}

/**
 * Scores labels as answers: one pass over a fully masked target for each number of tokens that a label has. Labels of
 * different numbers of tokens are compared by the probability that the model gives to the whole answer: that of its
 * length, times those of its tokens.
 */
export class LabelScorer {
  public constructor(
    private readonly graph: StepGraph,
    private readonly tokenizer: Tokenizer,
    private readonly builder: SourceBuilder,
    private readonly manifest: Pick<
      Manifest,
      'length' | 'limits' | 'specialTokens' | 'calibration' | 'labelSets'
    >,
    private readonly batchTokens: number,
  ) {}

  /**
   * @param texts each is one source; what does not fit into the model is cut off at the end
   * @param instruction canonical wording that asks for the labels; must leave room for a text
   * @throws DOMException `AbortError`
   */
  public async score(
    texts: readonly string[],
    labels: readonly string[],
    instruction: string,
    signal?: AbortSignal,
  ): Promise<LabelScores[]> {
    const instructionIds = this.tokenizer.encode(instruction);
    const room = this.builder.room(instructionIds.length);
    const labelIds = labels.map((label) => this.tokenizer.encode(label));
    const tokens = labelIds.map(({ length }) => length);
    const equalLengths = new Set(tokens).size === 1;
    const inputs = texts.map((text) => this.tokenizer.encode(text).slice(0, room));
    const sources = inputs.map((ids) => this.builder.build(ids, instructionIds));
    const scored = await this.scoreSources(sources, labelIds, signal);
    const temperature = labelTemperature(this.manifest, labels, equalLengths);
    return scored.map(({ means, lengths }, source) => {
      const textTokens = inputs[source]?.length ?? 0;
      const values = means.map((mean_, label) => {
        const count = tokens[label] ?? 0;
        if (equalLengths) return mean_ * count;
        return mean_ * count + this.lengthScore(lengths, count, textTokens);
      });
      return { scores: means, tokens, probabilities: softmax(values.map((value) => value / temperature)) };
    });
  }

  private lengthScore(scores: readonly number[], length: number, textTokens: number): number {
    return scores[lengthClass(this.manifest.length, length, textTokens, scores.length)] ?? 0;
  }

  /** For every source the mean rounded log-probability of every label, and the scores of the length classes. */
  private async scoreSources(
    sources: readonly Source[],
    labels: readonly (readonly number[])[],
    signal: AbortSignal | undefined,
  ): Promise<SourceScores[]> {
    const longest = Math.max(...labels.map(({ length }) => length));
    const sizes = sources.map(({ ids }) => ({ source: ids.length, target: longest, candidates: 1 }));
    const scores: SourceScores[] = [];
    for (const batch of planBatches(sizes, this.batchTokens)) {
      await nextTurn(signal);
      const members = batch.flatMap((index) => sources[index] ?? []);
      const encoded = await this.graph.encode(members);
      const means = members.map((): number[] => []);
      for (const length of new Set(labels.map((label) => label.length))) {
        await nextTurn(signal);
        const group = [...labels.keys()].filter((label) => labels[label]?.length === length);
        const ids = group.map((label) => labels[label] ?? []);
        const found = await this.scoreGroup(members, encoded, ids, length);
        means.forEach((own, row) => {
          group.forEach((label, index) => (own[label] = found[row]?.[index] ?? 0));
        });
      }
      // Only now: a model on a server says them with its first answer.
      batch.forEach((source, row) => {
        scores[source] = { means: means[row] ?? [], lengths: lengthScores(encoded.lengthLogits[row]) };
      });
    }
    return scores;
  }

  /** Scores of labels of the same number of tokens, for each source of a batch. */
  private async scoreGroup(
    sources: readonly Source[],
    encoded: EncodedSources,
    labels: readonly (readonly number[])[],
    length: number,
  ): Promise<number[][]> {
    const ids = new Int32Array(length).fill(this.manifest.specialTokens.mask);
    const targets = sources.map(({ targetPosition }) => ({ ids, position: targetPosition }));
    const slots = sources.flatMap((_, row) =>
      Array.from({ length }, (__, index): TargetSlot => {
        return { row, index, candidates: labels.map((label) => label[index] ?? 0) };
      }),
    );
    const { candidateLogProbabilities } = await this.graph.refine(encoded.memory, targets, slots);
    return sources.map((_, row) =>
      labels.map((__, label) => {
        const at = (index: number): number => (row * length + index) * labels.length + label;
        return mean(
          Array.from({ length }, (___, index) => roundScore(candidateLogProbabilities[at(index)] ?? 0)),
        );
      }),
    );
  }
}
