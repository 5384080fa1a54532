import type { Manifest } from '../../core/model/manifest.js';
import type { Source } from '../tokenizer/sourceBuilder.js';
import type {
  EncodedSources,
  Predictions,
  SourceMemory,
  StepGraph,
  TargetRow,
  TargetSlot,
} from '../runtime/stepGraph.js';
import { RemoteMemory, type RemoteSource } from './remoteMemory.js';
import { requestGroups } from './requestGroups.js';
import type { RequestScope } from './requestScope.js';
import type { OpenInferenceClient } from './openInferenceClient.js';
import { keepLengths, sourceTensors } from './sourceTensors.js';
import { paddedLength, paddedRows } from './tensors.js';

/** A row of a request: what is asked of one target. */
interface Asked {
  readonly source: RemoteSource;
  readonly target: TargetRow;
  readonly slots: readonly {
    readonly slot: number;
    readonly index: number;
    readonly ids: readonly number[];
  }[];
}

/** Answers to the rows of one request. */
interface Answered {
  readonly length: number;
  readonly best: readonly number[];
  readonly logProbabilities: readonly number[];
  readonly candidates: readonly number[];
  readonly invalid: (what: string) => Error;
}

const none = -1;

/**
 * The step graph of a model on a server (docs/serving.md, `ID-pass`). Nothing is kept there: to encode a source is to
 * remember it here, and each pass sends it along.
 */
export class RemoteGraph implements StepGraph {
  public constructor(
    private readonly client: OpenInferenceClient,
    private readonly model: string,
    private readonly manifest: Pick<Manifest, 'specialTokens' | 'limits' | 'length' | 'architecture'>,
    private readonly scope: RequestScope,
  ) {}

  /** The same model; its sources know the lengths' logits from the start, for a request of their own. */
  public withLengths(): StepGraph {
    return {
      encode: async (sources) => {
        const encoded = await this.encode(sources);
        await this.findLengths(RemoteMemory.of(encoded.memory));
        return encoded;
      },
      refine: (...run) => this.refine(...run),
    };
  }

  /** Sends nothing. The lengths' logits come with the first answer. */
  public encode(sources: readonly Source[]): Promise<EncodedSources> {
    const memory = new RemoteMemory(
      sources.map((source): RemoteSource => ({ source, lengthLogits: new Float32Array(0) })),
    );
    return Promise.resolve({
      memory,
      get lengthLogits() {
        return memory.sources.map(({ lengthLogits }) => lengthLogits);
      },
    });
  }

  /** See `StepGraph.refine`. @throws EndpointError; DOMException `AbortError` */
  public async refine(
    memory: SourceMemory,
    targets: readonly TargetRow[],
    slots: readonly TargetSlot[],
  ): Promise<Predictions> {
    const perSlot = slots[0]?.candidates?.length ?? 1;
    const predictions: Predictions = {
      ids: new Int32Array(slots.length),
      logProbabilities: new Float32Array(slots.length),
      candidateLogProbabilities: new Float32Array(slots.length * perSlot),
    };
    for (const group of requestGroups(asked(memory, targets, slots), sizeOf)) {
      const answer = await this.predict(group, perSlot);
      group.forEach((one, row) => {
        for (const { slot, index } of one.slots) {
          const at = row * answer.length + index;
          predictions.ids[slot] = answer.best[at] ?? none;
          predictions.logProbabilities[slot] = answer.logProbabilities[at] ?? 0;
          predictions.candidateLogProbabilities.set(
            answer.candidates.slice(at * perSlot, (at + 1) * perSlot),
            slot * perSlot,
          );
        }
      });
      if (predictions.ids.includes(none)) throw answer.invalid('best holds no token where one was asked for');
    }
    return predictions;
  }

  /** See `StepGraph.findTrouble`. @throws EndpointError; DOMException `AbortError` */
  public async findTrouble(
    memory: SourceMemory,
    targets: readonly TargetRow[],
  ): Promise<readonly Float32Array[]> {
    const odds: Float32Array[] = [];
    for (const group of requestGroups(asked(memory, targets, []), sizeOf)) {
      const { rows, length, answer } = await this.infer(group, 1, ['mask_log_odds']);
      const { data } = answer.floats('mask_log_odds', [rows, length]);
      group.forEach(({ target }, row) => {
        odds.push(Float32Array.from(data.slice(row * length, row * length + target.ids.length)));
      });
    }
    return odds;
  }

  /** Asks for the lengths' logits of the sources that have none yet, by way of a single mask. @throws EndpointError */
  public async findLengths(memory: RemoteMemory): Promise<void> {
    const unknown = memory.sources.filter(({ lengthLogits }) => lengthLogits.length === 0);
    const ids = Int32Array.of(this.manifest.specialTokens.mask);
    const rows = unknown.map((source): Asked => {
      return { source, target: { ids, position: source.source.targetPosition }, slots: [] };
    });
    for (const group of requestGroups(rows, sizeOf)) await this.infer(group, 1, []);
  }

  private async predict(group: readonly Asked[], perSlot: number): Promise<Answered> {
    const names = ['best', 'log_probabilities', 'candidate_log_probabilities'];
    const { rows, length, answer } = await this.infer(group, perSlot, names);
    return {
      length,
      invalid: (what) => answer.invalid(what),
      best: answer.ids('best', [rows, length], this.manifest.architecture.vocabularySize).data,
      logProbabilities: answer.floats('log_probabilities', [rows, length]).data,
      candidates: answer.floats('candidate_log_probabilities', [rows, length, perSlot]).data,
    };
  }

  private async infer(group: readonly Asked[], perSlot: number, outputs: readonly string[]) {
    const { limits, length: lengths } = this.manifest;
    const rows = group.length;
    const targets = group.map(({ target }) => target.ids);
    const length = paddedLength(Math.max(...targets.map((ids) => ids.length)), limits.targetTokens);
    const candidates = new Int32Array(rows * length * perSlot).fill(none);
    group.forEach(({ slots }, row) => {
      for (const { index, ids } of slots) candidates.set(ids, (row * length + index) * perSlot);
    });
    const sources = group.map(({ source }) => source);
    const answer = await this.client.infer(
      this.model,
      [
        ...sourceTensors(sources, this.manifest),
        { name: 'target', datatype: 'INT64', shape: [rows, length], data: paddedRows(targets, length, none) },
        { name: 'candidates', datatype: 'INT64', shape: [rows, length, perSlot], data: candidates },
      ],
      [...outputs, 'length_logits'],
      this.scope.signal,
    );
    keepLengths(sources, answer.floats('length_logits', [rows, lengths.classes]));
    return { rows, length, answer };
  }
}

/** What is asked, by target. */
function asked(memory: SourceMemory, targets: readonly TargetRow[], slots: readonly TargetSlot[]): Asked[] {
  const { sources } = RemoteMemory.of(memory);
  const byRow = targets.map((): { slot: number; index: number; ids: readonly number[] }[] => []);
  slots.forEach(({ row, index, candidates }, slot) =>
    byRow[row]?.push({ slot, index, ids: candidates ?? [] }),
  );
  return targets.map((target, row) => {
    const source = sources[row];
    if (!source) throw new RangeError('there is no source for a target');
    return { source, target, slots: byRow[row] ?? [] };
  });
}

function sizeOf({ source, target }: Asked): number {
  return source.source.ids.length + target.ids.length;
}
