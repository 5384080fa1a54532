/** How a language writes numbers: between thousands, and before decimals. */
const separators: Readonly<Record<string, { readonly thousands: string; readonly decimals: string }>> = {
  en: { thousands: ',', decimals: '.' },
  zh: { thousands: ',', decimals: '.' },
  de: { thousands: '.', decimals: ',' },
  es: { thousands: '.', decimals: ',' },
  fr: { thousands: '\u202f', decimals: ',' },
};
const number = /(?<![\p{L}\p{N}.,])\d+(?:[.,\u00a0\u202f]\d+)*(?![\p{L}\p{N}]|[.,]\d)/gu;
/** What shows that 3.5 is a number and no version: a unit behind it, or a currency before it. */
const unit =
  /^\s?(?:%|‰|°|€|\$|£|¥|[kKMGT]i?B\b|[mck]?m\b|[mk]?g\b|[mµn]?s\b|k?W\b|percent|per cent|Prozent|pour cent|por ciento|million|billion|Million|Milliard|dollars?|euros?|Euro|miles?|hours?|Stunden|heures|horas|seconds?|Sekunden|degrees|times)/u;
const currency = /[$€£¥]\s?$/u;

/**
 * A translation with its numbers in the form of its language: 1,234.5 becomes 1.234,5. Only numbers that the sentence has
 * are touched, and of those without groups of thousands only the ones that are no version.
 * @param sentence what was translated
 */
export function withLocalNumbers(sentence: string, draft: string, source: string, target: string): string {
  const [from, into] = [separators[source], separators[target]];
  if (!from || !into || from.decimals === into.decimals) return draft;
  let result = draft;
  let at = 0;
  for (const { 0: found, index } of sentence.matchAll(number)) {
    const before = sentence.slice(0, index);
    const after = sentence.slice(index + found.length);
    const local = localForm(found, from, into, unit.test(after) || currency.test(before));
    const place = result.indexOf(found, at);
    if (place < 0) continue;
    if (local !== undefined) result = result.slice(0, place) + local + result.slice(place + found.length);
    if (local !== undefined) at = place + local.length;
  }
  return result;
}

function localForm(
  found: string,
  from: { readonly thousands: string; readonly decimals: string },
  into: { readonly thousands: string; readonly decimals: string },
  isAmount: boolean,
): string | undefined {
  const plain = found.replace(/[\u00a0\u202f]/gu, '\u202f');
  const [whole = '', ...rest] = plain.split(from.decimals);
  if (rest.length > 1) return undefined;
  const groups = whole.split(from.thousands);
  const isGrouped =
    groups.length > 1 && groups.every((group, at) => (at === 0 ? group.length < 4 : group.length === 3));
  if (groups.length > 1 && !isGrouped) return undefined;
  if (!isGrouped && (rest.length === 0 || !isAmount)) return undefined;
  return [groups.join(into.thousands), ...rest].join(into.decimals);
}
