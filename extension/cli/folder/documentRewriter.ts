import type { RewriteParameters, SegmentResult, SegmentWarning, TextEngine } from '../../core/protocol.js';
import { joinSegments } from '../../inference/joinSegments.js';
import { documentWithOnly, type DocumentPlan, type PlannedSentence } from './documentPlan.js';
import type { SentenceAnswer, SentenceCache } from './sentenceCache.js';

/** A sentence that stayed as it was. */
export interface LeftAlone {
  /** Offset in the document. */
  readonly offset: number;
  readonly reason: string;
}

export interface RewrittenDocument {
  readonly text: string;
  readonly leftAlone: readonly LeftAlone[];
}

/** Why a sentence may stay as it was; other warnings are about sentences that were rewritten. */
const leaving: ReadonlySet<SegmentWarning> = new Set(['protected-span-lost', 'too-long', 'over-limit']);

/** Sentences that one request of the engine answers: few enough that little is lost when it is stopped. */
const fewestTogether = 24;
/** Each request reads the whole document, so that there must not be many of a long one. */
const mostRequests = 40;

/** Rewrites documents sentence by sentence, and asks the engine only for sentences that it has not seen before. */
export class DocumentRewriter {
  /**
   * @param engine called once there is something to ask
   * @param request what every request has in common
   */
  public constructor(
    private readonly engine: () => Promise<Pick<TextEngine, 'rewrite'>>,
    private readonly cache: SentenceCache,
    private readonly request: Omit<RewriteParameters, 'texts' | 'format'>,
    private readonly signal: AbortSignal,
  ) {}

  /** The sentences whose answer is not known yet. */
  public pending({ sentences }: DocumentPlan): readonly PlannedSentence[] {
    return sentences.filter(({ key }) => key !== undefined && this.cache.get(key) === undefined);
  }

  /**
   * @param onProgress called with the number of sentences answered, of those that were pending
   * @throws InterlinearError of the engine; AbortError: what was answered until then is remembered
   */
  public async rewrite(
    plan: DocumentPlan,
    onProgress: (done: number, of: number) => void = () => undefined,
  ): Promise<RewrittenDocument> {
    const pending = this.pending(plan);
    const size = Math.max(fewestTogether, Math.ceil(pending.length / mostRequests));
    for (let start = 0; start < pending.length; start += size) {
      onProgress(start, pending.length);
      // The sentences of a stretch are asked for together, so that a later part may be answered already.
      const part = pending.slice(start, start + size).filter(({ key = '' }) => !this.cache.get(key));
      if (part.length > 0) await this.#ask(plan, new Set(part.map(({ stretch }) => stretch)));
    }
    return this.#assemble(plan);
  }

  async #ask(plan: DocumentPlan, stretches: ReadonlySet<number>): Promise<void> {
    this.signal.throwIfAborted();
    const engine = await this.engine();
    const text = documentWithOnly(plan, stretches);
    const parameters = { ...this.request, texts: [text], format: plan.format };
    const [result] = await engine.rewrite(parameters, { signal: this.signal });
    const wanted = plan.sentences.filter(({ key, stretch }) => key !== undefined && stretches.has(stretch));
    const answers = answersOf(wanted, text, result?.segments ?? []);
    const every = new Set(plan.sentences.map(({ stretch }) => stretch));
    if (answers !== undefined) return this.cache.add(answers);
    if (stretches.size === every.size) throw new Error('the sentences of the answer are not the document’s');
    // What stood around the sentences mattered after all for where they end: then with all of it.
    return this.#ask(plan, every);
  }

  #assemble({ sentences }: DocumentPlan): RewrittenDocument {
    const leftAlone: LeftAlone[] = [];
    const parts = sentences.map(({ segment, key }) => {
      const answer = key === undefined ? undefined : this.cache.get(key);
      if (answer?.reason !== undefined) leftAlone.push({ offset: segment.start, reason: answer.reason });
      return { segment, output: answer?.output ?? segment.text, result: { score: 0, tokens: 0 } };
    });
    return {
      text: joinSegments(parts)
        .map(({ output }) => output)
        .join(''),
      leftAlone,
    };
  }
}

/** The answers to the sentences, if the engine found the same ones; a long one it may have cut into several. */
function answersOf(
  wanted: readonly PlannedSentence[],
  text: string,
  results: readonly SegmentResult[],
): Map<string, SentenceAnswer> | undefined {
  if (results.map(({ source }) => source).join('') !== text) return undefined;
  const answers = new Map<string, SentenceAnswer>();
  let index = 0;
  let offset = 0;
  for (const { segment, key = '' } of wanted) {
    const end = segment.start + segment.text.length;
    while (offset + (results[index]?.source.length ?? Infinity) <= segment.start) {
      offset += results[index]!.source.length;
      index++;
    }
    const start = offset;
    const found: SegmentResult[] = [];
    while (offset < end) {
      const result = results[index++];
      if (result === undefined) return undefined;
      found.push(result);
      offset += result.source.length;
    }
    const output = found.map((result) => result.output).join('');
    const before = text.slice(start, segment.start);
    if (!output.startsWith(before)) return undefined;
    const after = text.slice(end, offset);
    const body = output.slice(before.length);
    // What follows a sentence is white space, which the engine may set anew, or syntax, which it may not.
    const answer = body.endsWith(after) ? body.slice(0, body.length - after.length) : body.trimEnd();
    const reason = found.map(({ warning }) => warning).find((warning) => warning && leaving.has(warning));
    answers.set(key, { output: answer, reason });
  }
  return answers;
}
