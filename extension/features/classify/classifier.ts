import type { Manifest } from '../../core/manifest.js';
import type { ClassifyResult } from '../../core/protocol.js';
import type { ModelService } from '../models/modelService.js';
import { chosenSets, languageIn, languageSet, labelSets, type LabelSet } from './labelSets.js';
import { LruCache } from './lruCache.js';

export interface Classification {
  readonly set: LabelSet;
  readonly scores: ClassifyResult['scores'];
}

/** Asks the model what a text is, and remembers the last answers: the same text has always the same answer. */
export class Classifier {
  private readonly cache = new LruCache<ClassifyResult['scores']>(256);

  public constructor(private readonly model: Pick<ModelService, 'classify'>) {}

  /** @throws InterlinearError; DOMException `AbortError` */
  public async ask(
    manifest: Manifest,
    text: string,
    set: LabelSet,
    signal?: AbortSignal,
  ): Promise<Classification> {
    const key = JSON.stringify([manifest.id, manifest.version, set.labels, text]);
    const known = this.cache.get(key);
    if (known !== undefined) {
      return { set, scores: known };
    }
    const parameters = { texts: [text], labels: set.labels };
    const [result] = await this.model.classify(parameters, signal && { signal });
    const scores = result?.scores ?? [];
    if (scores.length > 0) {
      this.cache.set(key, scores);
    }
    return { set, scores };
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
    const language = chosenSets(sets, names).some(({ languages }) => languages.length > 0)
      ? await this.language(manifest, text, signal)
      : undefined;
    const chosen = chosenSets(sets, names, language);
    return Promise.all(chosen.map((set) => this.ask(manifest, text, set, signal)));
  }

  private async language(manifest: Manifest, text: string, signal: AbortSignal): Promise<string | undefined> {
    const set = labelSets(manifest, undefined).find(({ name }) => name === languageSet);
    return set && languageIn(set, (await this.ask(manifest, text, set, signal)).scores);
  }
}
