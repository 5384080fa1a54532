import { guessLanguage } from '../../core/guards/languageGuess.js';

/** The languages that the sentences of a text are in. */
export class SourceLanguages {
  private readonly known = new Map<string, string | undefined>();

  private constructor(private readonly whole: string | undefined) {}

  /**
   * @param sentences of one text
   * @param guessWords the language of a text that is too short for its common words to tell
   */
  public static async of(
    sentences: readonly string[],
    guessWords: (text: string) => Promise<string | undefined>,
  ): Promise<SourceLanguages> {
    const text = sentences.join('\n');
    return new SourceLanguages(guessLanguage(text) ?? (await guessWords(text)));
  }

  /** The language of a sentence by itself, else that of the whole text; undefined if neither is clear. */
  public of(sentence: string): string | undefined {
    if (!this.known.has(sentence)) this.known.set(sentence, guessLanguage(sentence) ?? this.whole);
    return this.known.get(sentence);
  }
}
