import type { Manifest } from '../../core/model/manifest.js';
import type { ClassifyResult } from '../../core/protocol/protocol.js';
import type { ModelService } from '../../model/modelService.js';
import { chosenSets, languageIn, languageSet, labelSets, wordsFor, type LabelSet } from './labelSets.js';

/** Keeps the values that were used last, up to a number of them. */
export class LruCache<Value> {
  private readonly entries = new Map<string, Value>();

  public constructor(private readonly capacity: number) {}

  public get size(): number {
    return this.entries.size;
  }

  public get(key: string): Value | undefined {
    const value = this.entries.get(key);
    if (value !== undefined) {
      this.set(key, value);
    }
    return value;
  }

  public set(key: string, value: Value): void {
    this.entries.delete(key);
    this.entries.set(key, value);
    if (this.entries.size > this.capacity) {
      // A Map lists its keys in order of their insertion.
      this.entries.delete(this.entries.keys().next().value!);
    }
  }
}

/** A probability for each label of the set. */
export type Scores = ClassifyResult['scores'];

export interface Classification {
  readonly set: LabelSet;
  readonly scores: Scores;
}

/** Texts in one request: between requests a person's own command gets its turn, and a cancellation is noticed. */
const batchSize = 16;

/** Asks the model what texts are, and remembers the last answers: the same text has always the same answer. */
export class Classifier {
  private readonly cache = new LruCache<Scores>(2048);

  public constructor(private readonly model: Pick<ModelService, 'classify'>) {}

  /** @throws InterlinearError; DOMException `AbortError` */
  public async ask(
    manifest: Manifest,
    text: string,
    set: LabelSet,
    signal?: AbortSignal,
  ): Promise<Classification> {
    const [scores = []] = await this.askAll(manifest, [text], set, signal);
    return { set, scores };
  }

  /**
   * What each of the texts is, in their order.
   * @throws InterlinearError; DOMException `AbortError`
   */
  public async askAll(
    manifest: Manifest,
    texts: readonly string[],
    set: LabelSet,
    signal?: AbortSignal,
  ): Promise<Scores[]> {
    const languages = set.words ? await this.languages(manifest, texts, signal) : [];
    const answers: Scores[] = [];
    // Texts of one language are asked about together.
    for (const language of new Set(texts.map((_, index) => languages[index]))) {
      const indices = [...texts.keys()].filter((index) => languages[index] === language);
      const words = wordsFor(set, language);
      const found = await this.answers(
        manifest,
        indices.map((index) => texts[index]!),
        words,
        signal,
      );
      indices.forEach((index, at) => {
        // The model chose among words; what asked knows labels.
        answers[index] = found[at]!.map(({ probability }, label) => ({
          label: set.labels[label] ?? '',
          probability,
        }));
      });
    }
    return answers;
  }

  /**
   * What a text is according to the sets of these names that are for its language.
   * @param own the value of `interlinear.labelSets`
   * @throws InterlinearError; DOMException `AbortError`
   */
  public async describe(
    manifest: Manifest,
    text: string,
    names: unknown,
    own: unknown,
    signal: AbortSignal,
  ): Promise<Classification[]> {
    const sets = labelSets(manifest, own);
    const [language] = chosenSets(sets, names).some(({ languages }) => languages.length > 0)
      ? await this.languages(manifest, [text], signal)
      : [];
    const chosen = chosenSets(sets, names, language);
    return Promise.all(chosen.map((set) => this.ask(manifest, text, set, signal)));
  }

  /**
   * Code of the language of each text; undefined where the model does not know it, or is not certain.
   * @throws InterlinearError; DOMException `AbortError`
   */
  public async languages(
    manifest: Manifest,
    texts: readonly string[],
    signal?: AbortSignal,
  ): Promise<(string | undefined)[]> {
    const set = labelSets(manifest, undefined).find(({ name }) => name === languageSet);
    return set === undefined
      ? []
      : (await this.answers(manifest, texts, set.labels, signal)).map((scores) => languageIn(set, scores));
  }

  /** One answer for each text, from the cache or else from the model. */
  private async answers(
    manifest: Manifest,
    texts: readonly string[],
    labels: readonly string[],
    signal?: AbortSignal,
  ): Promise<Scores[]> {
    const keyOf = (text: string): string => JSON.stringify([manifest.id, manifest.version, labels, text]);
    const known = new Map(texts.map((text) => [text, this.cache.get(keyOf(text))]));
    const unknown = [...known.keys()].filter((text) => known.get(text) === undefined);
    for (let start = 0; start < unknown.length; start += batchSize) {
      signal?.throwIfAborted();
      const batch = unknown.slice(start, start + batchSize);
      const results = await this.model.classify({ texts: batch, labels }, signal && { signal });
      batch.forEach((text, index) => {
        const scores = results[index]?.scores ?? [];
        known.set(text, scores);
        if (scores.length > 0) {
          this.cache.set(keyOf(text), scores);
        }
      });
    }
    return texts.map((text) => known.get(text) ?? []);
  }
}
