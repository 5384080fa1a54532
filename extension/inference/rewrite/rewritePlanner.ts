import { TermFinder } from '../../core/glossary/termFinder.js';
import type { Manifest } from '../../core/model/manifest.js';
import type { RewriteParameters } from '../../core/protocol/protocol.js';
import type { Protected } from '../../core/text/protect.js';
import type { Delimiter, ProtectedSpan } from '../../core/text/protectedSpan.js';
import type { Segment } from '../../core/text/segment.js';
import { splitAtClauses } from './clauses.js';
import { copiesIn, holdTerms } from './heldTerms.js';
import type { PlannedSegment, RewriteJob } from '../decoding/rewriteJob.js';
import type { SourceBuilder } from '../tokenizer/sourceBuilder.js';
import type { TextPipeline } from './textPipeline.js';
import type { Tokenizer } from '../tokenizer/tokenizer.js';

/** An answer may need more tokens than its text: only this share of the target's limit is planned for. */
const expectedShare = 0.8;
/** A sentence of more characters for each token that fits is data on one line, and is not even looked at. */
const mostCharacters = 256;
const loneSurrogate = /\p{Surrogate}/gu;

interface Prepared {
  /** The sentence with its terms put in. */
  readonly text: string;
  readonly sentence: Protected;
  /** Indices of the copies that hold terms. */
  readonly terms: ReadonlySet<number>;
  /** The quotes of the string literal that the sentence stands in. */
  readonly delimiter: Delimiter | undefined;
  readonly ids: readonly number[];
}

/** Cuts texts into sentences and prepares each for the model. */
export class RewritePlanner {
  private readonly jobs = new Map<string, RewriteJob>();
  private readonly longestText: number;
  private readonly terms: TermFinder;

  /**
   * @param instruction ids of the canonical instruction
   * @param wishes terms that answers have to hold
   */
  public constructor(
    private readonly manifest: Pick<Manifest, 'limits' | 'specialTokens'>,
    private readonly tokenizer: Tokenizer,
    private readonly builder: SourceBuilder,
    private readonly text: TextPipeline,
    private readonly instruction: readonly number[],
    wishes: Pick<RewriteParameters, 'glossary' | 'keep'> = {},
  ) {
    this.terms = new TermFinder(wishes.glossary, wishes.keep);
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

  /** Prepares one sentence of a text; one that is too long for the model in parts. */
  public planSegment(segment: Segment, format: string | undefined): PlannedSegment[] {
    if (segment.text === '') return [{ segment, job: undefined, warning: 'nothing-to-rewrite' }];
    if (segment.text.length > this.longestText * mostCharacters)
      return [{ segment, job: undefined, warning: 'too-long' }];
    const { delimiter } = segment;
    const prepared = this.prepare(segment.text, segment.spans, delimiter, format);
    if (!/\p{L}/u.test(withoutCopies(prepared.sentence.text))) {
      return prepared.text === segment.text
        ? [{ segment, job: undefined, warning: 'nothing-to-rewrite' }]
        : [{ segment, job: undefined, output: prepared.text }];
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
      const warning = prepared.terms.size > 0 ? 'term-missing' : 'protected-span-lost';
      return [{ segment, job: undefined, warning }];
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
    const found = this.terms.find(text, spans);
    const held = holdTerms(text, [...spans, ...surrogates], found, (words) => {
      // What a string literal would end at is escaped on the way back from the model; a term does not take that way.
      return this.text.protect('', [], delimiter, format).restore(words).text;
    });
    const sentence = this.text.protect(held.text, [...held.spans, ...held.terms], delimiter, format);
    const terms = copiesIn(sentence, held.terms);
    return { text: held.text, sentence, terms, delimiter, ids: this.tokenizer.encode(sentence.text) };
  }

  private job({ sentence, delimiter, ids, terms }: Prepared): RewriteJob {
    const key = JSON.stringify([sentence.text, delimiter, sentence.copies.map((copy) => copy.text)]);
    const known = this.jobs.get(key);
    if (known) return known;
    const job = { source: this.builder.build(ids, this.instruction), textIds: ids, sentence, terms };
    this.jobs.set(key, job);
    return job;
  }
}

function withoutCopies(text: string): string {
  return text.replace(/[\ue000-\uf8ff]/g, '');
}
