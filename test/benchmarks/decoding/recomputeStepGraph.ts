import { type InferenceSession, Tensor } from '../../../extension/inference/runtime/onnxruntime.js';

import { fromInt64, int64Tensor } from '../../../extension/inference/runtime/int64.js';
import type { Source } from '../../../extension/inference/tokenizer/sourceBuilder.js';
import type {
  EncodedSources,
  Predictions,
  SourceMemory,
  StepGraph,
  TargetRow,
  TargetSlot,
} from '../../../extension/inference/runtime/stepGraph.js';
import type { Sizes } from './sizes.js';

const outputs = ['top_id', 'top_log_probability', 'candidate_log_probability'];

/** Remembers the source as it is: nothing of it is kept from pass to pass. */
class SourceItself implements SourceMemory {
  public readonly batch = 1;

  public constructor(public readonly source: Source) {}

  public get tokens(): number {
    return this.source.ids.length;
  }

  public gather(): SourceMemory {
    return this;
  }
}

/**
 * The other way to run the model: source and target through all layers in every pass, kept apart by a block mask.
 * For one source at a time.
 */
export class RecomputeStepGraph implements StepGraph {
  public constructor(
    private readonly session: InferenceSession,
    private readonly sizes: Sizes,
  ) {}

  public encode([source, ...rest]: readonly Source[]): Promise<EncodedSources> {
    if (!source || rest.length > 0) return Promise.reject(new RangeError('one source at a time'));
    return Promise.resolve({ memory: new SourceItself(source), lengthLogits: [] });
  }

  public async refine(
    memory: SourceMemory,
    [target]: readonly TargetRow[],
    slots: readonly TargetSlot[],
  ): Promise<Predictions> {
    if (!(memory instanceof SourceItself) || !target) throw new TypeError('one source and one target');
    const { architecture, hasTypes } = this.sizes;
    const { source } = memory;
    const tokens = memory.tokens + target.ids.length;
    const positions = Int32Array.from({ length: tokens }, (_, index) =>
      index < memory.tokens ? source.firstPosition + index : target.position + index - memory.tokens,
    );
    const isTarget = new Int32Array(tokens).fill(1, memory.tokens);
    const shape = [1, tokens];
    const feeds: Record<string, Tensor> = {
      input_ids: int64Tensor(Int32Array.of(...source.ids, ...target.ids), shape),
      position_ids: int64Tensor(positions, shape),
      attention_mask: int64Tensor(new Int32Array(tokens).fill(1), shape),
      target_mask: int64Tensor(isTarget, shape),
      rows: int64Tensor(
        Int32Array.from(slots, ({ index }) => memory.tokens + index),
        [slots.length],
      ),
      candidates: int64Tensor(new Int32Array(slots.length), [slots.length, 1]),
      ...(hasTypes && { type_ids: int64Tensor(isTarget, shape) }),
    };
    const { heads, headSize, layers } = architecture;
    const nothing = new Tensor('float32', new Float32Array(0), [1, heads, 0, headSize]);
    for (let layer = 0; layer < layers; layer++) {
      feeds[`past_key_${layer}`] = nothing;
      feeds[`past_value_${layer}`] = nothing;
    }
    const result = await this.session.run(feeds, outputs);
    return {
      ids: fromInt64((result['top_id'] as Tensor).data as BigInt64Array),
      logProbabilities: (result['top_log_probability'] as Tensor).data as Float32Array,
      candidateLogProbabilities: (result['candidate_log_probability'] as Tensor).data as Float32Array,
    };
  }
}
