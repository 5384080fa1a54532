import { type InferenceSession, Tensor } from '../../../extension/inference/runtime/onnxruntime.js';

import { fromInt64, int64Tensor } from '../../../extension/inference/runtime/int64.js';
import type { Source } from '../../../extension/inference/tokenizer/sourceBuilder.js';
import type { Generator } from './generator.js';
import type { Sizes } from './sizes.js';

const sourceType = 0;
const targetType = 1;

/**
 * Greedy decoding, one token per run, with a key/value cache. The source is encoded in one run, which gives the first
 * token. The arg-max is taken in the graph; its tensor is the next run's input, and the keys and values that a run
 * gave are the next one's past, without a copy in between.
 */
export class AutoregressiveGenerator implements Generator {
  private readonly cacheNames: readonly (readonly [past: string, present: string])[];
  private readonly type: Tensor;

  public constructor(
    private readonly session: InferenceSession,
    private readonly sizes: Sizes,
  ) {
    const layers = [...Array(sizes.architecture.layers).keys()];
    this.cacheNames = layers.flatMap((layer) =>
      ['key', 'value'].map((kind) => [`past_${kind}_${layer}`, `present_${kind}_${layer}`] as const),
    );
    this.type = int64Tensor(Int32Array.of(targetType), [1, 1]);
  }

  public async generate(source: Source, length: number): Promise<Int32Array> {
    const { heads, headSize } = this.sizes.architecture;
    const tokens = source.ids.length;
    const nothing = new Tensor('float32', new Float32Array(0), [1, heads, 0, headSize]);
    const positions = Int32Array.from(source.ids, (_, index) => source.firstPosition + index);
    const feeds: Record<string, Tensor> = {
      input_ids: int64Tensor(Int32Array.from(source.ids), [1, tokens]),
      position_ids: int64Tensor(positions, [1, tokens]),
      ...(this.sizes.hasTypes && {
        type_ids: int64Tensor(new Int32Array(tokens).fill(sourceType), [1, tokens]),
      }),
    };
    for (const [past] of this.cacheNames) feeds[past] = nothing;
    const target = new Int32Array(length);
    for (let index = 0; index < length; index++) {
      const outputs = await this.session.run(feeds);
      const next = outputs['next_id'] as Tensor;
      target[index] = fromInt64(next.data as BigInt64Array)[0]!;
      feeds['input_ids'] = next;
      feeds['position_ids'] = int64Tensor(Int32Array.of(source.firstPosition + tokens + index), [1, 1]);
      if (this.sizes.hasTypes) feeds['type_ids'] = this.type;
      for (const [past, present] of this.cacheNames) feeds[past] = outputs[present] as Tensor;
    }
    return target;
  }
}
