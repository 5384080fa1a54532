import type { Manifest } from '../../core/model/manifest.js';
import { InterlinearError } from '../../core/protocol/protocol.js';
import type { DecodedCandidate } from '../decoding/candidate.js';
import type { DecodeSettings } from '../decoding/candidateDecoder.js';
import { mean, roundScore } from '../decoding/score.js';
import { nextTurn } from '../decoding/turn.js';
import type { InferenceAnswer } from './inferenceAnswer.js';
import type { OpenInferenceClient } from './openInferenceClient.js';
import type { RemoteSource } from './remoteMemory.js';
import { requestGroups } from './requestGroups.js';
import { column, keepLengths, sourceTensors } from './sourceTensors.js';
import { type InputTensor, paddedLength } from './tensors.js';

/** Answers of one source that a server decodes side by side, at most. */
export const mostCandidates = 16;
/** Passes that a server runs, at most. */
const mostIterations = 64;

/** Stands for the next most probable length. */
export const likelyLength = 0;
const none = -1;

/** What is to be decoded for one source. */
export interface DecodeRow {
  readonly source: RemoteSource;
  /** At most `mostCandidates`. */
  readonly candidates: readonly {
    /** In tokens, or `likelyLength`. */
    readonly length: number;
    readonly pins?: ReadonlyMap<number, number> | undefined;
  }[];
}

/** An answer, or undefined where no length was left for one. */
export type DecodedRow = readonly (DecodedCandidate | undefined)[];

type Served = Pick<Manifest, 'specialTokens' | 'limits' | 'length' | 'architecture'>;

/** The whole decode on a server (docs/serving.md, `ID`): one request for a batch, however many passes it takes. */
export class RemoteDecoder {
  public constructor(
    private readonly client: OpenInferenceClient,
    private readonly model: string,
    private readonly manifest: Served,
  ) {}

  /**
   * @returns for each row its answers, in the order of the candidates
   * @throws InterlinearError `invalidArgument`; EndpointError; DOMException `AbortError`
   */
  public async decode(rows: readonly DecodeRow[], settings: DecodeSettings): Promise<DecodedRow[]> {
    const { iterations, onPass, signal } = settings;
    if (iterations > mostIterations) {
      throw new InterlinearError(
        'invalidArgument',
        `A server runs at most ${mostIterations} passes. Ask for fewer.`,
      );
    }
    const decoded: DecodedRow[] = [];
    for (const group of requestGroups(rows, sizeOf)) {
      await nextTurn(signal);
      decoded.push(...(await this.decodeGroup(group, settings)));
    }
    // The passes are run in one go: the last one is all there is to tell.
    onPass?.(iterations);
    return decoded;
  }

  private async decodeGroup(rows: readonly DecodeRow[], settings: DecodeSettings): Promise<DecodedRow[]> {
    const width = Math.max(...rows.map(({ candidates }) => candidates.length));
    const sources = rows.map(({ source }) => source);
    const answer = await this.client.infer(
      this.model,
      [...sourceTensors(sources, this.manifest), ...this.wishes(rows, width, settings)],
      ['tokens', 'log_probabilities', 'lengths_used', 'passes', 'length_logits'],
      settings.signal,
    );
    keepLengths(sources, answer.floats('length_logits', [rows.length, this.manifest.length.classes]));
    return this.read(answer, rows, width);
  }

  private wishes(rows: readonly DecodeRow[], width: number, settings: DecodeSettings): InputTensor[] {
    const batch = rows.length;
    const { targetTokens } = this.manifest.limits;
    const pinned = rows.flatMap(({ candidates }) =>
      candidates.flatMap(({ pins }) => [...(pins?.keys() ?? [])]),
    );
    const places = pinned.length === 0 ? 1 : paddedLength(Math.max(...pinned) + 1, targetTokens);
    const lengths = new Int32Array(batch * width).fill(none);
    const pins = new Int32Array(batch * width * places).fill(none);
    rows.forEach(({ candidates }, row) => {
      candidates.forEach((candidate, index) => {
        const at = row * width + index;
        lengths[at] = candidate.length;
        for (const [place, id] of candidate.pins ?? []) pins[at * places + place] = id;
      });
    });
    const all = (value: number): number[] => rows.map(() => value);
    return [
      column(
        'text_tokens',
        rows.map(({ source }) => source.source.textTokens),
      ),
      { name: 'lengths', datatype: 'INT64', shape: [batch, width], data: lengths },
      // Lengths of the dial are chosen here, where those of the model are known.
      column('length_factor', all(1), 'FP64'),
      { name: 'pins', datatype: 'INT64', shape: [batch, width, places], data: pins },
      column('iterations', all(settings.iterations)),
      column('stop_confidence', all(settings.stopConfidence), 'FP64'),
    ];
  }

  private read(answer: InferenceAnswer, rows: readonly DecodeRow[], width: number): DecodedRow[] {
    const { vocabularySize } = this.manifest.architecture;
    const used = answer.integers('lengths_used', [rows.length, width]).data;
    const longest = Math.max(1, ...used);
    const tokens = answer.ids('tokens', [rows.length, width, -longest], vocabularySize);
    const scores = answer.floats('log_probabilities', tokens.shape);
    const passes = answer.integers('passes', [rows.length, width]).data;
    const stride = tokens.shape[2] ?? 0;
    return rows.map(({ candidates }, row) =>
      candidates.map((candidate, index): DecodedCandidate | undefined => {
        const at = row * width + index;
        const length = used[at] ?? none;
        if (candidate.length !== likelyLength && candidate.length !== length)
          throw answer.invalid(`an answer has ${length} tokens, not ${candidate.length}`);
        if (length < 1) return undefined;
        const ids = Int32Array.from(tokens.data.slice(at * stride, at * stride + length));
        if (ids.includes(none)) throw answer.invalid('tokens holds an answer that ends too early');
        const own = Float64Array.from(scores.data.slice(at * stride, at * stride + length), roundScore);
        return { ids, scores: own, score: mean(own), passes: passes[at] ?? 0 };
      }),
    );
  }
}

function sizeOf({ source: { source }, candidates }: DecodeRow): number {
  // How long a likely answer will be is not known: about as long as its source.
  const lengths = candidates.map(({ length }) => (length === likelyLength ? source.ids.length : length));
  return candidates.length * (source.ids.length + Math.max(...lengths));
}
