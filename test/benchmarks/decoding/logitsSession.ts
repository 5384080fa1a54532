import { type InferenceSession, Tensor } from '../../../extension/inference/runtime/onnxruntime.js';

/**
 * Stands in for the session of a step graph, but its graph gives the logits of the masked rows, and the arg-max and
 * its log-probability are found here, in JavaScript. Everything around it stays the engine's own code.
 */
export class LogitsSession {
  public readonly inputNames: readonly string[];

  private constructor(private readonly session: InferenceSession) {
    this.inputNames = session.inputNames;
  }

  /** The part of a session that the engine's step graph uses. */
  public static over(session: InferenceSession): InferenceSession {
    return new LogitsSession(session) as unknown as InferenceSession;
  }

  public async run(
    feeds: InferenceSession.FeedsType,
    names: readonly string[],
  ): Promise<InferenceSession.ReturnType> {
    if (!names.includes('top_id')) return this.session.run(feeds, [...names]);
    const { logits } = await this.session.run(feeds, ['logits']);
    if (!(logits instanceof Tensor)) throw new Error('the graph gave no logits');
    const [rows = 0, vocabulary = 0] = logits.dims;
    const values = logits.data as Float32Array;
    const ids = new BigInt64Array(rows);
    const scores = new Float32Array(rows);
    for (let row = 0; row < rows; row++) {
      const { id, logProbability } = best(values.subarray(row * vocabulary, (row + 1) * vocabulary));
      ids[row] = BigInt(id);
      scores[row] = logProbability;
    }
    return {
      top_id: new Tensor('int64', ids, [rows]),
      top_log_probability: new Tensor('float32', scores, [rows]),
      candidate_log_probability: new Tensor('float32', new Float32Array(rows), [rows, 1]),
    };
  }
}

/** The largest logit's index, and its log-softmax. */
function best(logits: Float32Array): { id: number; logProbability: number } {
  let id = 0;
  for (let index = 1; index < logits.length; index++) if (logits[index]! > logits[id]!) id = index;
  const largest = logits[id]!;
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - largest);
  return { id, logProbability: -Math.log(sum) };
}
