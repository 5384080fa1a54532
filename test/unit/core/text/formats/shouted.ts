import { rewriteWith } from '../../../lossless/rewriteWith.js';

/**
 * A text with all of its prose in capitals: every sentence goes through the pipeline of the engine, so that what stays as it
 * was is what no command changes.
 */
export function shouted(text: string, format: string): string {
  return rewriteWith((sentence) => sentence.toUpperCase(), text, format).text;
}
