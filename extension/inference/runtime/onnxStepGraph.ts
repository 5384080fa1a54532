import { type InferenceSession, Tensor } from './onnxruntime.js';

import type { Manifest } from '../../core/model/manifest.js';
import { fromInt64, int64Tensor } from './int64.js';
import type { Source } from '../tokenizer/sourceBuilder.js';
import { SourceKeyValues } from './sourceKeyValues.js';
import type {
  EncodedSources,
  Predictions,
  SourceMemory,
  StepGraph,
  TargetRow,
  TargetSlot,
} from './stepGraph.js';

const sourceType = 0;
const targetType = 1;
const noCandidates = [0];

/** One row of a run before padding. */
interface Row {
  readonly ids: ArrayLike<number>;
  readonly position: number;
}

/** The step graph of a model folder in an onnxruntime session (input and output names: `models/README.md`). */
export class OnnxStepGraph implements StepGraph {
  private readonly layers: readonly number[];

  /** @throws Error when the session is not one of a step graph of this architecture */
  public constructor(
    private readonly session: InferenceSession,
    private readonly manifest: Pick<Manifest, 'architecture' | 'specialTokens'>,
  ) {
    this.layers = [...Array(manifest.architecture.layers).keys()];
    const needed = ['input_ids', 'position_ids', 'attention_mask', 'rows', 'candidates'];
    const pasts = this.layers.flatMap((layer) => [`past_key_${layer}`, `past_value_${layer}`]);
    const missing = [...needed, ...pasts].filter((name) => !session.inputNames.includes(name));
    if (missing.length > 0) throw new Error(`the graph has no input ${missing.join(', ')}`);
  }

  public async encode(sources: readonly Source[]): Promise<EncodedSources> {
    const { architecture } = this.manifest;
    const rows = sources.map(({ ids, firstPosition }) => ({ ids, position: firstPosition }));
    const lengths = rows.map(({ ids }) => ids.length);
    const tokens = Math.max(...lengths);
    const empty = new SourceKeyValues(
      this.layers.flatMap(() => [new Float32Array(0), new Float32Array(0)]),
      lengths.map(() => 0),
      0,
      architecture,
    );
    const presents = this.layers.flatMap((layer) => [`present_key_${layer}`, `present_value_${layer}`]);
    // The CPU's TopK dies of zero rows: one is always asked for, and not looked at.
    const outputs = await this.run(
      empty,
      rows,
      sourceType,
      [{ row: 0, index: 0 }],
      [...presents, 'length_logits'],
    );
    const layers = presents.map((name) => floats(outputs, name));
    const logits = floats(outputs, 'length_logits');
    const classes = logits.length / sources.length;
    return {
      memory: new SourceKeyValues(layers, lengths, tokens, architecture),
      lengthLogits: sources.map((_, index) => logits.subarray(index * classes, (index + 1) * classes)),
    };
  }

  public async refine(
    memory: SourceMemory,
    targets: readonly TargetRow[],
    slots: readonly TargetSlot[],
  ): Promise<Predictions> {
    if (!(memory instanceof SourceKeyValues)) throw new TypeError('the memory is of another graph');
    const names = ['top_id', 'top_log_probability', 'candidate_log_probability'];
    const outputs = await this.run(memory, targets, targetType, slots, names);
    return {
      ids: fromInt64(tensorOf(outputs, 'top_id').data as BigInt64Array),
      logProbabilities: floats(outputs, 'top_log_probability'),
      candidateLogProbabilities: floats(outputs, 'candidate_log_probability'),
    };
  }

  public async findTrouble(
    memory: SourceMemory,
    targets: readonly TargetRow[],
  ): Promise<readonly Float32Array[]> {
    if (!(memory instanceof SourceKeyValues)) throw new TypeError('the memory is of another graph');
    const slots = targets.flatMap(({ ids }, row) => [...ids.keys()].map((index) => ({ row, index })));
    const odds = floats(
      await this.run(memory, targets, targetType, slots, ['mask_log_odds']),
      'mask_log_odds',
    );
    let next = 0;
    return targets.map(({ ids }) => odds.subarray(next, (next += ids.length)));
  }

  private run(
    memory: SourceKeyValues,
    rows: readonly Row[],
    type: number,
    slots: readonly TargetSlot[],
    outputs: readonly string[],
  ): Promise<InferenceSession.ReturnType> {
    const batch = rows.length;
    const tokens = Math.max(...rows.map(({ ids }) => ids.length));
    const keys = memory.tokens + tokens;
    const ids = new Int32Array(batch * tokens).fill(this.manifest.specialTokens.pad);
    const positions = new Int32Array(batch * tokens);
    const mask = new Int32Array(batch * keys);
    rows.forEach((row, index) => {
      ids.set(row.ids, index * tokens);
      // Padding repeats the first position: any position that exists will do, for nothing attends to it.
      positions.fill(row.position, index * tokens, (index + 1) * tokens);
      for (let token = 0; token < row.ids.length; token++)
        positions[index * tokens + token] = row.position + token;
      mask.fill(1, index * keys, index * keys + (memory.lengths[index] ?? 0));
      mask.fill(1, index * keys + memory.tokens, index * keys + memory.tokens + row.ids.length);
    });
    const candidates = slots.map((slot) => slot.candidates ?? noCandidates);
    const perSlot = candidates[0]?.length ?? 1;
    const { heads, headSize } = memory.sizes;
    const past = (index: number): Tensor =>
      new Tensor('float32', memory.layers[index] ?? new Float32Array(0), [
        batch,
        heads,
        memory.tokens,
        headSize,
      ]);

    const feeds: Record<string, Tensor> = {
      input_ids: int64Tensor(ids, [batch, tokens]),
      position_ids: int64Tensor(positions, [batch, tokens]),
      attention_mask: int64Tensor(mask, [batch, keys]),
      rows: int64Tensor(
        Int32Array.from(slots, ({ row, index }) => row * tokens + index),
        [slots.length],
      ),
      candidates: int64Tensor(Int32Array.from(candidates.flat()), [slots.length, perSlot]),
    };
    if (this.session.inputNames.includes('type_ids')) {
      feeds['type_ids'] = int64Tensor(new Int32Array(batch * tokens).fill(type), [batch, tokens]);
    }
    for (const layer of this.layers) {
      feeds[`past_key_${layer}`] = past(2 * layer);
      feeds[`past_value_${layer}`] = past(2 * layer + 1);
    }
    return this.session.run(feeds, outputs);
  }
}

function tensorOf(outputs: InferenceSession.ReturnType, name: string): Tensor {
  const value = outputs[name];
  if (!(value instanceof Tensor)) throw new Error(`the graph gave no ${name}`);
  return value;
}

function floats(outputs: InferenceSession.ReturnType, name: string): Float32Array {
  return tensorOf(outputs, name).data as Float32Array;
}
