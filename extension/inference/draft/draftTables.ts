import { readFile } from 'node:fs/promises';
import type { Manifest } from '../../core/model/manifest.js';
import { InterlinearError } from '../../core/protocol/protocol.js';
import { Direction } from './direction.js';
import { DraftDecoder, type Drafter } from './draftDecoder.js';
import { tokenise } from './draftTokens.js';
import { LanguageModel, noWord } from './languageModel.js';
import { PairTable } from './pairTable.js';
import { PivotDecoder } from './pivotDecoder.js';

/** Languages without a table of their own are translated through this one. */
const between = 'en';
/** So many directions stay in memory, at most. */
const mostDirections = 4;
/** A language is guessed from its words only if it knows so many of them, and is so much more probable than others. */
const leastKnown = 0.5;
const clearly = 0.5;
/** Stands for the probability of a word that a language does not know. */
const unknownScore = -14;

/** The phrase tables of a model, read when they are first needed. */
export class DraftTables {
  private readonly languages = new Map<string, Promise<LanguageModel>>();
  private readonly directions = new Map<string, Promise<DraftDecoder>>();

  /** @param pathOf where a file of the model lies */
  public constructor(
    private readonly files: Pick<NonNullable<Manifest['drafts']>, 'languages' | 'pairs'>,
    private readonly pathOf: (file: string) => string,
  ) {}

  /**
   * The decoder of a direction; undefined if there is no table for it.
   * @throws InterlinearError `modelCorrupt` if a table is damaged
   */
  public decoder(source: string, target: string): Promise<DraftDecoder> | undefined {
    const pair = source < target ? `${source}-${target}` : `${target}-${source}`;
    const file = this.files.pairs[pair];
    if (file === undefined || source === target) return undefined;
    const key = `${source}-${target}`;
    const decoder = this.directions.get(key) ?? this.load(source, target, file);
    // The one used last comes last.
    this.directions.delete(key);
    this.directions.set(key, decoder);
    const [oldest] = this.directions.keys();
    if (this.directions.size > mostDirections && oldest !== undefined) this.directions.delete(oldest);
    return decoder;
  }

  /**
   * What translates in a direction: its own table, else two tables through English; undefined if there are none.
   * @throws InterlinearError `modelCorrupt` if a table is damaged
   */
  public async drafter(source: string, target: string): Promise<Drafter | undefined> {
    const direct = this.decoder(source, target);
    if (direct || source === target || source === between || target === between) return direct;
    const [first, second] = [this.decoder(source, between), this.decoder(between, target)];
    return first && second && new PivotDecoder(await first, await second);
  }

  /** Languages that can be translated from into a language. */
  public sources(target: string): string[] {
    return Object.keys(this.files.pairs).flatMap((pair) => {
      const codes = pair.split('-');
      return codes.includes(target) ? codes.filter((code) => code !== target) : [];
    });
  }

  /**
   * The language whose words a short text consists of, the target language included.
   * @returns undefined if none knows them, or several do
   */
  public async guess(text: string, target: string): Promise<string | undefined> {
    const scores: { readonly language: string; readonly score: number }[] = [];
    const candidates = [...this.sources(target), target].filter((code) => code in this.files.languages);
    for (const language of candidates) {
      const model = await this.language(language);
      await this.prepare(language, model);
      const tokens = tokenise(text, language, (run) => model.vocabulary.cutHan(run));
      const words = tokens.filter(({ slot, word }) => slot === undefined && /\p{L}/u.test(word));
      if (words.length === 0) return undefined;
      const ids = words.map(({ word }) => model.vocabulary.sourceId(word));
      const known = ids.filter((id) => id !== undefined).length;
      const sum = ids.reduce(
        (total: number, id) => total + (id === undefined ? unknownScore : model.score(noWord, noWord, id)),
        0,
      );
      if (known >= leastKnown * words.length) scores.push({ language, score: sum / words.length });
    }
    const [best, second] = scores.sort((one, other) => other.score - one.score);
    return best && best.score - (second?.score ?? -Infinity) >= clearly ? best.language : undefined;
  }

  private async load(source: string, target: string, file: string): Promise<DraftDecoder> {
    const [from, into] = await Promise.all([this.language(source), this.language(target)]);
    // Both directions have the same table: one that is in use is not read again.
    const other = await this.directions.get(`${target}-${source}`)?.catch(() => undefined);
    const [table] = await Promise.all([
      other?.direction.table ??
        this.read(file, (bytes) =>
          PairTable.read(bytes, (code) => (code === source ? from : into).vocabulary),
        ),
      this.prepare(target, into),
    ]);
    return this.checked(file, () => new DraftDecoder(new Direction(table, from, into)));
  }

  private language(code: string): Promise<LanguageModel> {
    const known = this.languages.get(code);
    if (known) return known;
    const model = this.read(this.files.languages[code] ?? '', (bytes) => LanguageModel.read(bytes));
    this.languages.set(code, model);
    return model;
  }

  private prepare(code: string, model: LanguageModel): Promise<void> {
    return this.checked(this.files.languages[code] ?? '', () => model.prepare());
  }

  private read<T>(file: string, parse: (bytes: Uint8Array) => Promise<T>): Promise<T> {
    return this.checked(file, async () => parse(await readFile(this.pathOf(file))));
  }

  private async checked<T>(file: string, work: () => T | Promise<T>): Promise<T> {
    const path = this.pathOf(file);
    try {
      return await work();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new InterlinearError('modelCorrupt', '{0} cannot be used: {1}. Install the model again.', [
        path,
        reason,
      ]);
    }
  }
}
