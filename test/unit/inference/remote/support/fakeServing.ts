import type { Manifest } from '../../../../../extension/core/model/manifest.js';
import { MaskPredict } from '../../../../../extension/inference/decoding/maskPredict.js';
import { likelyLengths } from '../../../../../extension/inference/decoding/lengthBeam.js';
import { runLimits } from '../../../../../extension/inference/decoding/runLimits.js';
import type { Source } from '../../../../../extension/inference/tokenizer/sourceBuilder.js';
import { FakeGraph, type FakeModel } from '../../support/fakeGraph.js';

interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

/** A tensor as a server writes it. */
export interface SentTensor extends Tensor {
  readonly datatype: string;
}

/** What a good server computes for a fake model: the two graphs of docs/serving.md, in plain arithmetic. */
export class FakeServing {
  public constructor(
    private readonly model: FakeModel,
    private readonly manifest: Manifest,
  ) {}

  /** The answer of the graph `ID`. */
  public async decode(inputs: readonly Tensor[]): Promise<SentTensor[]> {
    const input = reader(inputs);
    const [batch = 0, width = 0] = input('lengths').shape;
    const places = input('pins').shape[2] ?? 0;
    const graph = new FakeGraph(this.model);
    const maskPredict = new MaskPredict(graph, this.manifest.specialTokens.mask, runLimits(this.manifest));
    const sources = this.sources(inputs, batch);
    const { memory, lengthLogits } = await graph.encode(sources);
    const rows = [];
    for (let row = 0; row < batch; row++) {
      const asked = input('lengths').data.slice(row * width, (row + 1) * width);
      const { textTokens, targetPosition: position } = sources[row]!;
      const count = asked.filter((length) => length === 0).length;
      const likely = likelyLengths(lengthLogits[row]!, textTokens, this.manifest, count);
      const lengths = asked.map((length) => (length === 0 ? (likely.shift() ?? -1) : length));
      const requests = lengths.flatMap((length, index) => {
        if (length < 0) return [];
        const start = (row * width + index) * places;
        const pinned = input('pins').data.slice(start, start + places);
        const pins = new Map([...pinned.entries()].filter(([, id]) => id >= 0));
        return [{ source: row, position, length, pins }];
      });
      const settings = {
        iterations: input('iterations').data[row]!,
        stopConfidence: input('stop_confidence').data[row]!,
      };
      const decoded = await maskPredict.decode(memory, requests, settings);
      rows.push(lengths.map((length) => (length < 0 ? undefined : decoded.shift())));
    }
    const longest = Math.max(...rows.flat().map((answer) => answer?.ids.length ?? 1)) + 3;
    const all = rows.flat();
    const filled = (values: ArrayLike<number> | undefined, padding: number): number[] =>
      Array.from({ length: longest }, (_, index) => values?.[index] ?? padding);
    return [
      sent(
        'tokens',
        'INT64',
        [batch, width, longest],
        all.flatMap((one) => filled(one?.ids, -1)),
      ),
      sent(
        'log_probabilities',
        'FP32',
        [batch, width, longest],
        all.flatMap((one) => filled(one?.scores, 0)),
      ),
      sent(
        'lengths_used',
        'INT64',
        [batch, width],
        all.map((one) => one?.ids.length ?? -1),
      ),
      sent(
        'passes',
        'INT64',
        [batch, width],
        all.map((one) => one?.passes ?? 0),
      ),
      this.lengthLogits(sources),
    ];
  }

  /** The answer of the graph `ID-pass`. */
  public async pass(inputs: readonly Tensor[]): Promise<SentTensor[]> {
    const input = reader(inputs);
    const [batch = 0, length = 0, perSlot = 0] = input('candidates').shape;
    const { mask } = this.manifest.specialTokens;
    const sources = this.sources(inputs, batch);
    const graph = new FakeGraph(this.model);
    const { memory } = await graph.encode(sources);
    const best = new Array<number>(batch * length).fill(-1);
    const scores = new Array<number>(batch * length).fill(0);
    const candidateScores = new Array<number>(batch * length * perSlot).fill(0);
    for (let row = 0; row < batch; row++) {
      const target = input('target').data.slice(row * length, (row + 1) * length);
      const ids = Int32Array.from(target.filter((id) => id >= 0));
      for (const index of ids.keys()) {
        if (ids[index] !== mask) continue;
        const at = row * length + index;
        const candidates = input('candidates').data.slice(at * perSlot, (at + 1) * perSlot);
        const memoryOfRow = memory.gather([row]);
        const targets = [{ ids, position: sources[row]!.targetPosition }];
        const known = candidates.map((id) => Math.max(id, 0));
        const found = await graph.refine(memoryOfRow, targets, [{ row: 0, index, candidates: known }]);
        best[at] = found.ids[0]!;
        scores[at] = found.logProbabilities[0]!;
        candidates.forEach((id, place) => {
          if (id >= 0) candidateScores[at * perSlot + place] = found.candidateLogProbabilities[place]!;
        });
      }
    }
    return [
      sent('best', 'INT64', [batch, length], best),
      sent('log_probabilities', 'FP32', [batch, length], scores),
      sent('candidate_log_probabilities', 'FP32', [batch, length, perSlot], candidateScores),
      this.lengthLogits(sources),
    ];
  }

  private lengthLogits(sources: readonly Source[]): SentTensor {
    const logits = sources.flatMap((source) => [...this.model.lengths(source)]);
    return sent('length_logits', 'FP32', [sources.length, logits.length / sources.length], logits);
  }

  private sources(inputs: readonly Tensor[], batch: number): Source[] {
    const input = reader(inputs);
    const length = input('source').shape[1] ?? 0;
    const textTokens = inputs.find(({ name }) => name === 'text_tokens')?.data;
    return Array.from({ length: batch }, (_, row): Source => {
      const tokens = input('source_tokens').data[row]!;
      return {
        ids: input('source').data.slice(row * length, row * length + tokens),
        firstPosition: this.manifest.layout.firstPosition,
        textTokens: textTokens?.[row] ?? 0,
        targetPosition: input('target_position').data[row]!,
      };
    });
  }
}

function sent(name: string, datatype: string, shape: number[], data: number[]): SentTensor {
  return { name, datatype, shape, data };
}

function reader(inputs: readonly Tensor[]): (name: string) => Tensor {
  return (name) => {
    const found = inputs.find((tensor) => tensor.name === name);
    if (!found) throw new Error(`no ${name}`);
    if (found.data.length !== found.shape.reduce((one, other) => one * other, 1)) throw new Error(name);
    return found;
  };
}
