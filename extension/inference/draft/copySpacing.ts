const copyInside = /[\ue000-\ue01f]/gu;
const solid = /[\p{L}\p{M}\p{N}\ue000-\ue01f]/u;

/**
 * Copy characters touch words of a draft as they do in the sentence: what opens bold type stands directly before a word,
 * what closes it directly behind one.
 */
export function withCopySpacing(sentence: string, draft: string): string {
  let result = draft;
  for (const { 0: copy, index } of sentence.matchAll(copyInside)) {
    const before = sentence.slice(0, index).at(-1) ?? '';
    const after = sentence[index + 1] ?? '';
    if (solid.test(after)) result = result.replace(new RegExp(`${copy} +(?=\\S)`, 'u'), copy);
    if (solid.test(before)) result = result.replace(new RegExp(`(?<=\\S) +${copy}`, 'u'), copy);
  }
  return result;
}
