import type { Source } from '../../../extension/inference/tokenizer/sourceBuilder.js';
import { MaskPredict } from '../../../extension/inference/decoding/maskPredict.js';
import type { StepGraph } from '../../../extension/inference/runtime/stepGraph.js';
import type { Generator } from './generator.js';
import type { Sizes } from './sizes.js';

/** The product's own decoder with a fixed number of passes, one length, and no early stop. */
export class MaskPredictGenerator implements Generator {
  private readonly decoder: MaskPredict;

  public constructor(
    private readonly graph: StepGraph,
    sizes: Sizes,
    private readonly iterations: number,
  ) {
    const unlimited = { tokens: Infinity, slots: Infinity };
    this.decoder = new MaskPredict(graph, sizes.specialTokens.mask, unlimited);
  }

  public async generate(source: Source, length: number): Promise<Int32Array> {
    const { memory } = await this.graph.encode([source]);
    const request = { source: 0, position: source.targetPosition, length };
    const [answer] = await this.decoder.decode(memory, [request], {
      iterations: this.iterations,
      stopConfidence: 1,
    });
    // A pass less would be a better time for another task.
    if (answer?.passes !== this.iterations) throw new Error(`${answer?.passes ?? 0} passes were run`);
    return answer.ids;
  }
}
