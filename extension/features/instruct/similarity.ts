/** The words of a text in a form in which letter case and punctuation do not matter. */
export function plainWords(text: string): string[] {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

/**
 * How alike two texts are, from 0 to 1: the share of letter trigrams that they have in common (Dice's coefficient), each
 * word with a space on both sides, so that a common beginning counts.
 */
export function similarity(first: string, second: string): number {
  const [a, b] = [trigrams(first), trigrams(second)];
  let common = 0;
  for (const trigram of a) {
    common += b.has(trigram) ? 1 : 0;
  }
  return a.size + b.size === 0 ? 0 : (2 * common) / (a.size + b.size);
}

function trigrams(text: string): Set<string> {
  const found = new Set<string>();
  for (const word of plainWords(text)) {
    const letters = Array.from(` ${word} `);
    for (let index = 0; index < Math.max(1, letters.length - 2); index++) {
      found.add(letters.slice(index, index + 3).join(''));
    }
  }
  return found;
}
