import type { Manifest } from '../core/manifest.js';
import type { Protected } from '../core/text/protect.js';
import type { Delimiter, ProtectedSpan } from '../core/text/protectedSpan.js';
import type { Segment } from '../core/text/segment.js';
import { splitAtClauses } from './clauses.js';
import type { PlannedSegment, RewriteJob } from './rewriteJob.js';
import type { SourceBuilder } from './sourceBuilder.js';
import type { TextPipeline } from './textPipeline.js';
import type { Tokenizer } from './tokenizer.js';

/** An answer may need more tokens than its text: only this share of the target's limit is planned for. */
const expectedShare = 0.8;
const loneSurrogate = /\p{Surrogate}/gu;

interface Prepared {
  readonly sentence: Protected;
  /** The quotes of the string literal that the sentence stands in. */
  readonly delimiter: Delimiter | undefined;
  readonly ids: readonly number[];
}

/** Cuts texts into sentences and prepares each for the model. */
export class RewritePlanner {
  private readonly jobs = new Map<string, RewriteJob>();
  private readonly longestText: number;

  /** @param instruction ids of the canonical instruction */
  public constructor(
    private readonly manifest: Pick<Manifest, 'limits' | 'specialTokens'>,
    private readonly tokenizer: Tokenizer,
    private readonly builder: SourceBuilder,
    private readonly text: TextPipeline,
    private readonly instruction: readonly number[],
  ) {
    const room = builder.room(instruction.length);
    this.longestText = Math.min(room, Math.floor(manifest.limits.targetTokens * expectedShare));
  }

  /** Every job planned so far, each once. */
  public get allJobs(): RewriteJob[] {
    return [...this.jobs.values()];
  }

  /** The sentences of a text in order; joined with what surrounds them they are the text. */
  public plan(text: string, format: string | undefined): PlannedSegment[] {
    const segments = this.text.segment(text, format === undefined ? {} : { format });
    return segments.flatMap((segment) => this.planSegment(segment, format));
  }

  private planSegment(segment: Segment, format: string | undefined): PlannedSegment[] {
    if (segment.text === '') return [{ segment, job: undefined, warning: 'nothing-to-rewrite' }];
    const { delimiter } = segment;
    const prepared = this.prepare(segment.text, segment.spans, delimiter, format);
    if (!/\p{L}/u.test(withoutCopies(prepared.sentence.text))) {
      return [{ segment, job: undefined, warning: 'nothing-to-rewrite' }];
    }
    if (prepared.ids.length > this.longestText) {
      const parts = splitAtClauses(segment, (part, spans) => {
        return this.prepare(part, spans, delimiter, format).ids.length <= this.longestText;
      });
      if (!parts) return [{ segment, job: undefined, warning: 'too-long' }];
      return parts.flatMap((part) => this.planSegment(part, format));
    }
    // A model without copy-tokens cannot carry a protected span over.
    if (prepared.sentence.copies.length > this.manifest.specialTokens.copy.length) {
      return [{ segment, job: undefined, warning: 'protected-span-lost' }];
    }
    return [{ segment, job: this.job(prepared) }];
  }

  private prepare(
    text: string,
    spans: readonly ProtectedSpan[],
    delimiter: Delimiter | undefined,
    format: string | undefined,
  ): Prepared {
    // A lone surrogate has no UTF-8 form: as a protected span it comes through unchanged.
    const surrogates = [...text.matchAll(loneSurrogate)].map(({ index }): ProtectedSpan => ({
      start: index,
      end: index + 1,
      kind: 'private-use',
    }));
    const sentence = this.text.protect(text, [...spans, ...surrogates], delimiter, format);
    return { sentence, delimiter, ids: this.tokenizer.encode(sentence.text) };
  }

  private job({ sentence, delimiter, ids }: Prepared): RewriteJob {
    const key = JSON.stringify([sentence.text, delimiter, sentence.copies.map((copy) => copy.text)]);
    const known = this.jobs.get(key);
    if (known) return known;
    const job = { source: this.builder.build(ids, this.instruction), textIds: ids, sentence };
    this.jobs.set(key, job);
    return job;
  }
}

function withoutCopies(text: string): string {
  return text.replace(/[\ue000-\uf8ff]/g, '');
}
