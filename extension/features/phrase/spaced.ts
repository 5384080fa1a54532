/** Scripts that are written without spaces between words. */
const unspaced = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}`;
const endsWord = new RegExp(String.raw`(?![${unspaced}])[\p{L}\p{M}\p{N},;:.!?…)\]%]$`, 'u');
const startsWord = new RegExp(String.raw`^(?![${unspaced}])[\p{L}\p{N}(\[]`, 'u');

/** Words put between two texts, with the spaces that keep them apart from their neighbours. */
export function spaced(before: string, words: string, after: string): string {
  const left = endsWord.test(before) && startsWord.test(words) ? ' ' : '';
  const right = endsWord.test(words) && startsWord.test(after) ? ' ' : '';
  return `${left}${words}${right}`;
}
