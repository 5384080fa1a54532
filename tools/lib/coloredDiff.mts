import pc from 'picocolors';
import { diffWords } from '../../extension/core/edits/diffWords.js';

/** A share of the text that one hunk may cover before both versions are shown one below the other. */
const wholeShare = 0.6;

const removed = (text: string): string =>
  pc.isColorSupported ? pc.red(pc.strikethrough(text)) : `[-${text}-]`;
const added = (text: string): string => (pc.isColorSupported ? pc.green(pc.underline(text)) : `{+${text}+}`);

/**
 * The word diff of two versions for a terminal: old words red and struck out, new ones green and underlined (without colours:
 * `[-old-]{+new+}`); both versions, marked `-` and `+`, where nearly all is new.
 */
export function coloredDiff(original: string, modified: string): string {
  const hunks = diffWords(original, modified);
  const replaced = hunks.reduce((sum, { originalText }) => sum + originalText.length, 0);
  if (replaced > wholeShare * original.length) {
    return `${pc.red(`- ${original}`)}\n${pc.green(`+ ${modified}`)}`;
  }
  let at = 0;
  let line = '';
  for (const { originalRange, originalText, modifiedText } of hunks) {
    line += original.slice(at, originalRange.start);
    if (originalText !== '') line += removed(originalText);
    if (modifiedText !== '') line += added(modifiedText);
    at = originalRange.end;
  }
  return line + original.slice(at);
}
