import { guessLanguage } from '../../core/guards/languageGuess.js';

/** The languages that the sentences of a text are in. */
export class SourceLanguages {
  private constructor(private readonly known: ReadonlyMap<string, string | undefined>) {}

  /**
   * Each sentence has the language that its common words tell, else that of the whole text, else that of its other words.
   * @param sentences of one text
   * @param among languages that come into question
   * @param guessWords the language of a text that is too short for its common words to tell
   * @param usual the language where nothing tells, if there is one
   */
  public static async of(
    sentences: readonly string[],
    among: readonly string[],
    guessWords: (text: string) => Promise<string | undefined>,
    usual: string | undefined,
  ): Promise<SourceLanguages> {
    const whole = guessLanguage(sentences.join('\n'), among);
    const known = new Map<string, string | undefined>();
    for (const sentence of sentences) {
      const own = guessLanguage(sentence, among) ?? whole ?? (await guessWords(sentence)) ?? usual;
      known.set(sentence, own);
    }
    return new SourceLanguages(known);
  }

  /** The language of one of the sentences; undefined if it is not clear. */
  public of(sentence: string): string | undefined {
    return this.known.get(sentence) ?? guessLanguage(sentence);
  }
}
