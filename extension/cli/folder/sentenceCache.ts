import * as z from 'zod';
import { Journal } from './journal.js';

const entrySchema = z.object({
  /** Hash of the model and the options. */
  s: z.string(),
  /** Hash of the sentence with its protected spans. */
  k: z.string(),
  /** The answer. */
  o: z.string(),
  /** Why the sentence was left as it was, if so. */
  w: z.string().optional(),
});
type Entry = z.infer<typeof entrySchema>;

/** What became of a sentence. */
export interface SentenceAnswer {
  readonly output: string;
  readonly reason?: string | undefined;
}

/** The answers of one model with one set of options, so that a sentence is never worked on twice. */
export class SentenceCache {
  readonly #answers = new Map<string, SentenceAnswer>();

  private constructor(
    private readonly scope: string,
    private readonly journal: Journal<Entry> | undefined,
  ) {
    for (const { k, o, w } of journal?.entries ?? []) this.#answers.set(k, { output: o, reason: w });
  }

  /** One that lasts as long as the run. */
  public static temporary(): SentenceCache {
    return new SentenceCache('', undefined);
  }

  /**
   * @param scope hash of everything but the sentence that an answer depends on; answers of others are dropped
   * @param readOnly whether nothing may be written, for a dry run
   * @throws Error of the file system
   */
  public static async open(file: string, scope: string, readOnly = false): Promise<SentenceCache> {
    const journal = await Journal.open(file, entrySchema);
    const ours = journal.entries.filter(({ s }) => s === scope);
    if (ours.length === journal.entries.length) return new SentenceCache(scope, journal);
    if (readOnly) {
      const cache = SentenceCache.temporary();
      for (const { k, o, w } of ours) cache.#answers.set(k, { output: o, reason: w });
      return cache;
    }
    await journal.replace(ours);
    return new SentenceCache(scope, await Journal.open(file, entrySchema));
  }

  public get(key: string): SentenceAnswer | undefined {
    return this.#answers.get(key);
  }

  /** @throws Error of the file system */
  public async add(answers: ReadonlyMap<string, SentenceAnswer>): Promise<void> {
    for (const [key, answer] of answers) this.#answers.set(key, answer);
    await this.journal?.add(
      [...answers].map(([k, { output, reason }]) => ({
        s: this.scope,
        k,
        o: output,
        ...(reason !== undefined && { w: reason }),
      })),
    );
  }
}
