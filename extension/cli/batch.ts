import { resolve } from 'node:path';
import type { ClassifyResult, DraftChoice, FillResult, RewriteResult } from '../core/protocol/protocol.js';
import { isAbortError } from '../node/wire.js';
import { BadLineError, parseLine, type BatchRequest, type LineId } from './batchLine.js';
import { scoresOf } from './classify.js';
import { CliError, messageOf, shownMilliseconds } from './cliError.js';
import { refuseUnreadable } from './leftAlone.js';
import type { CliContext, CliEngine, ModelOptions } from './cliTypes.js';
import { LineReader, type Line } from './lineReader.js';
import { withEngine } from './model.js';
import { decodeUtf8 } from './utf8.js';

export interface BatchOptions extends ModelOptions {
  /** Most lines that one run of the model answers together. */
  readonly batchSize?: number;
  /** Where a line does not say. */
  readonly iterations?: number;
  readonly lengthBeam?: number;
  readonly draft?: DraftChoice;
  readonly memory?: readonly string[];
  readonly force?: boolean;
}

/** In float32 neighbours in a run change no answer. An int8 graph rounds by the largest value of a run: there they may. */
const float32BatchSize = 8;

type Item = BatchRequest | BadLineError;
type Answer = Readonly<Record<string, unknown>> & { readonly id: LineId };

/**
 * `interlinear batch`: a JSON line in, a JSON line out, in order; a bad line does not stop the others.
 * @throws CliError in the end, if a line failed
 */
export async function batch(context: CliContext, options: BatchOptions): Promise<void> {
  const reader = new LineReader(context.stdin);
  try {
    await withEngine(context, options, async (engine) => {
      const batcher = new Batcher(context, engine, options);
      const size = options.batchSize ?? (isExact(engine) ? float32BatchSize : 1);
      for (;;) {
        const lines = await reader.next(size, context.signal);
        if (lines.length === 0) break;
        await batcher.answer(lines);
      }
      if (batcher.failures > 0) throw new CliError(`${batcher.failures} of ${batcher.lines} lines failed`);
    });
  } finally {
    reader.dispose();
  }
}

function isExact(engine: CliEngine): boolean {
  const { variant } = engine.info();
  return engine.manifest.variants.find(({ id }) => id === variant)?.precision === 'float32';
}

/** Answers lines in groups that ask for the same. */
class Batcher {
  public lines = 0;
  public failures = 0;

  public constructor(
    private readonly context: CliContext,
    private readonly engine: CliEngine,
    private readonly options: BatchOptions,
  ) {}

  public async answer(lines: readonly Line[]): Promise<void> {
    const items = lines.filter(({ bytes }) => !isBlank(bytes)).map((line) => this.#parse(line));
    for (let start = 0; start < items.length;) {
      const group = takeGroup(items, start);
      start += group.length;
      for (const answer of await this.#answerGroup(group)) {
        this.lines++;
        if ('error' in answer) this.failures++;
        await this.context.output.json(answer);
      }
    }
  }

  #parse({ bytes, number }: Line): Item {
    try {
      const text = decodeUtf8(bytes, 'the line');
      return parseLine(number === 1 ? text.replace(/^\uFEFF/, '') : text);
    } catch (error) {
      const id = error instanceof BadLineError ? error.id : null;
      return new BadLineError(id, `line ${number}: ${messageOf(error)}`);
    }
  }

  async #answerGroup(group: readonly Item[]): Promise<Answer[]> {
    const [first] = group;
    if (first === undefined) return [];
    if (first instanceof BadLineError) return [{ id: first.id, error: first.message }];
    const requests = group.filter((item): item is BatchRequest => !(item instanceof BadLineError));
    try {
      return await this.#ask(first, requests);
    } catch (error) {
      if (isAbortError(error)) throw error;
      if (requests.length === 1) return [{ id: first.id, error: messageOf(error) }];
      // One text of the group is to blame; the others must have their answers.
      const answers: Answer[] = [];
      for (const request of requests) answers.push(...(await this.#answerGroup([request])));
      return answers;
    }
  }

  async #ask(first: BatchRequest, requests: readonly BatchRequest[]): Promise<Answer[]> {
    const { signal } = this.context;
    if (first.kind === 'fill') {
      return [describeFill(first.id, await this.engine.fill(first.parameters, { signal }))];
    }
    const texts = requests.flatMap((request) => (request.kind === 'fill' ? [] : request.parameters.texts));
    if (first.kind === 'classify') {
      const results = await this.engine.classify({ ...first.parameters, texts }, { signal });
      return requests.map(({ id }, index) => describeLabels(id, results[index]));
    }
    const { iterations, lengthBeam, draft, memory, force } = this.options;
    const parameters = {
      ...(iterations !== undefined && { iterations }),
      ...(lengthBeam !== undefined && { lengthBeam }),
      ...(draft !== undefined && { draft }),
      ...(memory !== undefined && { memory: memory.map((path) => resolve(path)) }),
      ...(force === true && { allowUnknownInstruction: true }),
      ...first.parameters,
      texts,
    };
    const results = await this.engine.rewrite(parameters, { signal });
    for (const result of results) refuseUnreadable(result, this.engine.manifest);
    return requests.map(({ id }, index) => describeRewrite(id, results[index]));
  }
}

/** The items from `start` on that one call can answer; a bad line stands alone. */
function takeGroup(items: readonly Item[], start: number): readonly Item[] {
  const first = items[start];
  const fits = (item: Item): boolean =>
    !(item instanceof BadLineError) &&
    !(first instanceof BadLineError) &&
    item.kind === first?.kind &&
    item.kind !== 'fill' &&
    item.key === first.key;
  const end = items.findIndex((item, index) => index > start && !fits(item));
  return items.slice(start, end < 0 ? items.length : end);
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
}

function describeRewrite(id: LineId, result: RewriteResult | undefined): Answer {
  if (result === undefined) throw new Error('no answer');
  const { output, score, tokens, iterations, milliseconds, alternatives, words } = result;
  const answer = {
    ...{ id, output, score, tokens, iterations, ms: shownMilliseconds(milliseconds) },
    ...(alternatives && { alternatives }),
    ...(words && { words }),
  };
  const warnings = result.segments.flatMap(({ warning }) =>
    warning === undefined || warning === 'nothing-to-rewrite' ? [] : [warning],
  );
  const origins = result.segments.flatMap(({ origin }) => origin ?? []);
  return {
    ...answer,
    ...(warnings.length > 0 && { warnings }),
    ...(origins.length > 0 && { origins }),
  };
}

function describeLabels(id: LineId, result: ClassifyResult | undefined): Answer {
  if (result === undefined) throw new Error('no answer');
  return { id, label: result.label, scores: scoresOf(result) };
}

function describeFill(id: LineId, { wordings, milliseconds }: FillResult): Answer {
  return { id, wordings, ms: shownMilliseconds(milliseconds) };
}
