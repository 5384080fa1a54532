import { gunzipSync } from 'node:zlib';
import { Lexicon } from './lexicon.js';

/** Unpacked; a small file can hold gigabytes. */
const mostBytes = 64 * 2 ** 20;

/**
 * The lexicons of a file, in its order: gzip of UTF-8 lines. `#en` and, behind a tab, an alphabet begin a language; a
 * line after it is a word in lower case, a tab, and how frequent it is; or `=`, a word, a tab, and known words that it is
 * taken for (`models/text/lexicon.py`).
 * @throws Error for what is no gzip, or for a line that is neither a language nor a word
 */
export function parseLexicons(bytes: Uint8Array): Lexicon[] {
  const lexicons: Lexicon[] = [];
  let frequencies: Map<string, number> | undefined;
  let confusions = new Map<string, readonly string[]>();
  const lines = gunzipSync(bytes, { maxOutputLength: mostBytes }).toString('utf8').split('\n');
  lines.forEach((line, index) => {
    if (line === '' && index === lines.length - 1) return;
    const tab = line.indexOf('\t');
    const first = line.slice(0, Math.max(tab, 0));
    const second = line.slice(tab + 1);
    if (tab > 0 && first.startsWith('#')) {
      frequencies = new Map();
      confusions = new Map();
      lexicons.push(new Lexicon(first.slice(1), Array.from(second), frequencies, confusions));
    } else if (tab > 0 && frequencies && first.startsWith('=')) {
      confusions.set(first.slice(1), second.split(' '));
    } else if (tab > 0 && frequencies && /^\d+$/u.test(second)) {
      frequencies.set(first, Number(second));
    } else {
      throw new Error(`line ${String(index + 1)} is neither a language nor a word with its frequency`);
    }
  });
  return lexicons;
}
