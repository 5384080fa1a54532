import type { Manifest } from '../../core/model/manifest.js';
import { findProtectedSpans } from '../../core/text/findProtectedSpans.js';
import { segment } from '../../core/text/segment.js';
import type { Classifier } from './classifier.js';

/** Fewer letters may be a name, or a word that several languages have. */
const fewestLetters = 20;
/** Sentences that stand for a long text. */
const mostSentences = 8;
/** Most UTF-16 code units of a text that are looked at. */
const longestSample = 20_000;

/** Finds out in which language a text is written, by a few of its sentences. */
export class LanguageDetector {
  public constructor(private readonly classifier: Pick<Classifier, 'languages'>) {}

  /**
   * @param format VS Code language identifier of the text
   * @returns code of the language; undefined if the model cannot tell, or the sentences are in several languages
   * @throws InterlinearError; DOMException `AbortError`
   */
  public async language(
    manifest: Manifest,
    text: string,
    format = 'plaintext',
    signal?: AbortSignal,
  ): Promise<string | undefined> {
    const sentences = sampleOf(text.slice(0, longestSample), format);
    if (sentences.length === 0) return undefined;
    const languages = await this.classifier.languages(manifest, sentences, signal);
    const [first] = languages;
    return languages.every((language) => language === first) ? first : undefined;
  }
}

/** Sentences from all over the text, without what is not prose in them. */
function sampleOf(text: string, format: string): string[] {
  const spans = findProtectedSpans(text, format);
  const sentences = segment(text, { format, spans })
    .map((part) =>
      part.spans.reduceRight(
        (rest, { start, end }) => `${rest.slice(0, start)} ${rest.slice(end)}`,
        part.text,
      ),
    )
    .map((sentence) => sentence.replace(/\s+/g, ' ').trim())
    .filter((sentence) => letters(sentence) >= fewestLetters);
  const step = Math.max(1, Math.ceil(sentences.length / mostSentences));
  return sentences.filter((_, index) => index % step === 0);
}

/** A Chinese or Japanese character says as much as several letters. */
function letters(text: string): number {
  const wide = text.match(/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]/gu)?.length ?? 0;
  return (text.match(/\p{L}/gu)?.length ?? 0) + 2 * wide;
}
