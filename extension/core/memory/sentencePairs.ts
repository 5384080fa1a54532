import { splitLineIntoSentences } from '../text/sentences.js';
import type { MemorySegment } from './memoryIndex.js';

const lineBreak = /\r\n|\r|\n/u;

/**
 * The sentences of a text and of its translation, side by side, because texts are translated sentence by sentence. Where
 * the two are not cut alike, the whole stays one segment.
 */
export function sentencePairs(source: string, target: string): MemorySegment[] {
  const sources = sentencesOf(source);
  const targets = sentencesOf(target);
  if (sources.length !== targets.length || sources.length === 0) {
    const whole = { source: source.trim(), target: target.trim() };
    return whole.source === '' || whole.target === '' ? [] : [whole];
  }
  return sources.map((sentence, index) => ({ source: sentence, target: targets[index]! }));
}

/** Only where one of these is inside, a text may have several sentences. */
const sentenceEnd = /[\r\n]|[.!?…]["'”’»)\]]*\s+\S|[。！？].*\S/u;

function sentencesOf(text: string): string[] {
  const whole = text.trim();
  if (!sentenceEnd.test(whole)) return whole === '' ? [] : [whole];
  return text
    .split(lineBreak)
    .flatMap((line) => splitLineIntoSentences(line))
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
}
