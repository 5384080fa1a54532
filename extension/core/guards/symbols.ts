import { segmenterOf } from '../text/segmenters.js';

/** Emoji, currencies, and signs that mean something by themselves; `+` and its like only where no letter touches them. */
const symbol = /\p{Extended_Pictographic}|\p{Sc}|[%‰°§©®™@#*±×÷=<>≤≥≠≈→←↑↓⇒✓✔✗✘•]/u;
/** What a language may write as a word instead. */
const words: Readonly<Record<string, RegExp>> = {
  '%': /percent|per cent|prozent|pour cent|por ciento|百分/iu,
  $: /dollar|dólar|美元|元/iu,
  '€': /euro|欧元/iu,
  '£': /pound|pfund|livre|libra|英镑/iu,
  '°': /degree|grad|degré|grado|度/iu,
  '§': /section|paragra|abschnitt|article|artículo|第/iu,
};

/**
 * Compares emoji and symbols of a text and of its rewriting.
 * @param mayLose whether the rewriting may leave some out
 * @returns a symbol that was lost, or that was added
 */
export function changedSymbol(source: string, output: string, mayLose = false): string | undefined {
  if (!symbol.test(source) && !symbol.test(output)) return undefined;
  const sources = symbolsOf(source);
  const open = symbolsOf(output);
  const lost: string[] = [];
  for (const sign of sources) {
    const at = open.indexOf(sign);
    if (at >= 0) open.splice(at, 1);
    else if (!(words[sign]?.test(output) ?? false)) lost.push(sign);
  }
  const added = open.filter((sign) => !(words[sign]?.test(source) ?? false));
  return (mayLose ? undefined : lost[0]) ?? added[0];
}

function symbolsOf(text: string): string[] {
  const plain = text.replace(/[％＃＠＊＄￥＝＜＞]/gu, (sign) => sign.normalize('NFKC'));
  const found: string[] = [];
  // An emoji may consist of several code points.
  for (const { segment } of segmenterOf('grapheme').segment(plain)) {
    if (symbol.test(segment)) found.push(segment.replace(/\ufe0f/gu, ''));
  }
  return found;
}

const brackets: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{', '）': '（', '】': '【' };

/** Whether every bracket of a text has its partner. */
export function isBalanced(text: string): boolean {
  const open: string[] = [];
  for (const sign of text) {
    const partner = brackets[sign];
    if (Object.values(brackets).includes(sign)) open.push(sign);
    else if (partner !== undefined && open.pop() !== partner) return false;
  }
  return open.length === 0;
}
