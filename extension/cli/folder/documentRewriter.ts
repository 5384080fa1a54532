import { StringEdit } from '../../core/edits/stringEdit.js';
import { lengthOfStart, relayout } from '../../core/text/relayout.js';
import { TermFinder } from '../../core/glossary/termFinder.js';
import type {
  RewriteParameters,
  SegmentResult,
  SegmentWarning,
  TextEngine,
} from '../../core/protocol/protocol.js';
import { documentWithOnly, type DocumentPlan, type Stretch } from './documentPlan.js';
import { hashOfValue } from './hashes.js';
import type { LeftAlone, StretchAnswer, StretchCache } from './stretchCache.js';

export interface RewrittenDocument {
  readonly text: string;
  /** The sentences that stayed as they were, by their offset in the document. */
  readonly left: readonly LeftAlone[];
}

/** Why a sentence may stay as it was; other warnings are about sentences that were rewritten. */
const leaving: ReadonlySet<SegmentWarning> = new Set([
  'protected-span-lost',
  'too-long',
  'over-limit',
  'term-missing',
  'unreadable',
  'already-translated',
  'number-changed',
  'symbol-changed',
  'negation-changed',
  'question-changed',
  'wrong-language',
]);

/** Stretches that one request of the engine answers: few enough that little is lost when it is stopped. */
const fewestTogether = 24;
/** Each request reads the whole document, so that there must not be many of a long one. */
const mostRequests = 20;

/** The start of a line inside a wrapped paragraph, with the markers of a quotation or a comment. */
const lineStart = /(?:\r\n|\r|\n)[\s>/*#;%!]*/g;

/** Rewrites documents stretch by stretch, and asks the engine only for those that it has not seen before. */
export class DocumentRewriter {
  readonly #terms: TermFinder;

  /**
   * @param engine called once there is something to ask
   * @param request what every request has in common; the scope of the cache covers it, but for its terms
   */
  public constructor(
    private readonly engine: () => Promise<Pick<TextEngine, 'rewrite'>>,
    private readonly cache: StretchCache,
    private readonly request: Omit<RewriteParameters, 'texts' | 'format'>,
    private readonly signal: AbortSignal,
  ) {
    this.#terms = new TermFinder(request.glossary, request.keep);
  }

  /** The stretches whose answer is not known yet. */
  public pending(plan: DocumentPlan): readonly Stretch[] {
    return plan.stretches.filter(
      (stretch) => stretch.wanted && this.cache.get(this.#key(plan, stretch)) === undefined,
    );
  }

  /**
   * @param onProgress called with the number of stretches answered, of those that were pending
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
      await this.#ask(plan, new Set(pending.slice(start, start + size)));
    }
    return this.#assemble(plan);
  }

  async #ask(plan: DocumentPlan, asked: ReadonlySet<Stretch>): Promise<void> {
    this.signal.throwIfAborted();
    const engine = await this.engine();
    const text = documentWithOnly(plan, asked);
    const parameters = { ...this.request, texts: [text], format: plan.format };
    const [result] = await engine.rewrite(parameters, { signal: this.signal });
    const answers = answersOf([...asked], text, result?.segments ?? []);
    if (answers !== undefined) {
      const known = [...answers].map(([stretch, answer]) => [this.#key(plan, stretch), answer] as const);
      return this.cache.add(new Map(known));
    }
    if (asked.size === plan.stretches.length) {
      throw new Error('the sentences of the answer are not those of the document');
    }
    // What stood around the stretches mattered after all for where their sentences end: then with all of it.
    return this.#ask(plan, new Set(plan.stretches));
  }

  /** What the answer to a stretch depends on. Another glossary changes only the answers in which a term has changed. */
  #key({ text }: DocumentPlan, { start, end, key }: Stretch): string {
    const found = this.#terms.find(text.slice(start, end).replaceAll(lineStart, ' '), []);
    if (found.length === 0) return key;
    return hashOfValue([key, found.map((term) => [term.start, term.end, term.target])]);
  }

  #assemble(plan: DocumentPlan): RewrittenDocument {
    const { text, stretches } = plan;
    const left: LeftAlone[] = [];
    const edits = stretches.flatMap((stretch) => {
      const { start, end, wanted } = stretch;
      const answer = wanted ? this.cache.get(this.#key(plan, stretch)) : undefined;
      left.push(...(answer?.left ?? []).map(({ at, reason }) => ({ at: start + at, reason })));
      return answer === undefined ? [] : [{ range: { start, end }, text: answer.output }];
    });
    const output = StringEdit.of(edits).apply(text);
    return { text: relayout([{ source: text, output }], plan.format).join(''), left };
  }
}

/** The answers to the stretches, in their order; undefined if the engine's sentences go over their ends. */
function answersOf(
  stretches: readonly Stretch[],
  text: string,
  results: readonly SegmentResult[],
): Map<Stretch, StretchAnswer> | undefined {
  if (results.map(({ source }) => source).join('') !== text) return undefined;
  const answers = new Map<Stretch, StretchAnswer>();
  let index = 0;
  let offset = 0;
  for (const stretch of stretches) {
    const { start, end } = stretch;
    while (offset + (results[index]?.source.length ?? Infinity) <= start) {
      offset += results[index]!.source.length;
      index++;
    }
    const from = offset;
    let output = '';
    const left: LeftAlone[] = [];
    while (offset < end) {
      const result = results[index++];
      if (result === undefined) return undefined;
      const { warning, source } = result;
      const at = Math.max(start, offset + source.length - source.trimStart().length) - start;
      if (warning !== undefined && leaving.has(warning)) left.push({ at, reason: warning });
      output += result.output;
      offset += source.length;
    }
    const head = lengthOfStart(text.slice(from, start), output);
    if (head === undefined) return undefined;
    const body = output.slice(head);
    const after = text.slice(end, offset);
    const tail = lengthOfStart(reversed(after), reversed(body));
    if (tail === undefined && after.trim() !== '') return undefined;
    // White space behind the last sentence the engine may have set anew.
    const answer = tail === undefined ? body.trimEnd() : body.slice(0, body.length - tail);
    answers.set(stretch, { output: answer, ...(left.length > 0 && { left }) });
  }
  return answers;
}

const reversed = (text: string): string => text.split('').reverse().join('');
