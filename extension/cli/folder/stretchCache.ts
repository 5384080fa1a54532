import * as z from 'zod';
import { Journal } from './journal.js';

const entrySchema = z.object({
  /** Hash of the model and the options. */
  s: z.string(),
  /** Key of the stretch. */
  k: z.string(),
  /** The answer. */
  o: z.string(),
  /** The sentences that were left as they were. */
  l: z.array(z.object({ at: z.number(), reason: z.string() })).optional(),
});
type Entry = z.infer<typeof entrySchema>;

/** A sentence that stayed as it was. */
export interface LeftAlone {
  /** Where it stands. */
  readonly at: number;
  readonly reason: string;
}

/** What became of a stretch of prose. */
export interface StretchAnswer {
  readonly output: string;
  /** The sentences that stayed as they were, by their offset in the stretch. */
  readonly left?: readonly LeftAlone[] | undefined;
}

/** The answers of one model with one set of options, so that a paragraph is never worked on twice. */
export class StretchCache {
  readonly #answers: Map<string, StretchAnswer>;

  private constructor(
    private readonly scope: string,
    entries: readonly Entry[],
    private readonly journal: Journal<Entry> | undefined,
  ) {
    this.#answers = new Map(entries.map(({ k, o, l }) => [k, { output: o, left: l }]));
  }

  /** One that lasts as long as the run. */
  public static temporary(): StretchCache {
    return new StretchCache('', [], undefined);
  }

  /**
   * @param scope hash of everything but the stretch that an answer depends on; answers of others are dropped
   * @param readOnly whether nothing may be written, for a dry run
   * @throws Error of the file system
   */
  public static async open(file: string, scope: string, readOnly = false): Promise<StretchCache> {
    const journal = await Journal.open(file, entrySchema);
    const ours = journal.entries.filter(({ s }) => s === scope);
    if (readOnly) return new StretchCache(scope, ours, undefined);
    if (ours.length < journal.entries.length) await journal.replace(ours);
    return new StretchCache(scope, ours, journal);
  }

  public get(key: string): StretchAnswer | undefined {
    return this.#answers.get(key);
  }

  /** @throws Error of the file system */
  public async add(answers: ReadonlyMap<string, StretchAnswer>): Promise<void> {
    for (const [key, answer] of answers) this.#answers.set(key, answer);
    await this.journal?.add(
      [...answers].map(([k, { output, left }]) => ({
        s: this.scope,
        k,
        o: output,
        ...(left && { l: [...left] }),
      })),
    );
  }
}
