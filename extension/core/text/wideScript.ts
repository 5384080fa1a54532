const wide = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\u3000-\u303f\uff01-\uff60]`;
const starts = new RegExp(`^${wide}`, 'u');
const ends = new RegExp(`${wide}$`, 'u');

/** Whether a text begins in a script that is written without spaces and breaks lines anywhere (Chinese, Japanese). */
export function startsWide(text: string): boolean {
  return starts.test(text);
}

/** Whether a text ends in a script that is written without spaces and breaks lines anywhere (Chinese, Japanese). */
export function endsWide(text: string): boolean {
  return ends.test(text);
}

/** What joins two lines of one sentence: nothing between Chinese or Japanese, else a space. */
export function glueBetween(before: string, after: string): '' | ' ' {
  return endsWide(before) && startsWide(after) ? '' : ' ';
}
