/** A model's answer to a sentence with copy characters, before anybody looks at it. */
export type FakeModel = (sentence: string) => string;

/** Numbers from 0 to 1 that are the same every time (xorshift). */
export function randomNumbers(seed: number): () => number {
  let state = (seed * 2654435761 + 1) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state = (state ^ (state << 5)) >>> 0;
    return state / 2 ** 32;
  };
}

const invented = [
  ...[
    '*',
    '**',
    '_',
    '`',
    '``',
    '~~',
    '[',
    ']',
    '](x)',
    '![',
    '<b>',
    '</b>',
    '<',
    '>',
    '&',
    '&amp;',
    '<!--',
    '-->',
  ],
  ...[
    '"',
    "'",
    '“',
    '\\',
    '\\n',
    '\\"',
    '{',
    '}',
    '{x}',
    '{{',
    '}}',
    '%s',
    '%',
    '$',
    '$x$',
    '#',
    '# ',
    '- ',
    '1. ',
  ],
  ...[
    '|',
    '||',
    '/*',
    '*/',
    '//',
    '"""',
    "'''",
    '${x}',
    ': ',
    ' #',
    '---',
    '===',
    '```',
    '~',
    '^',
    '\\end{x}',
    '\\item',
  ],
  ...[
    ']]>',
    '?>',
    '%}',
    '@param',
    ':::',
    '&#x;',
    '> ',
    '\t',
    '\u200b',
    '\ue01f',
    'https://x.org',
    'a@b.org',
    '`a`',
  ],
];

/**
 * A model that garbles text: drops, doubles, reorders and invents words and copy characters, changes case, merges, and
 * adds brackets, quotes and markup.
 */
export function garbler(seed: number): FakeModel {
  const random = randomNumbers(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const pick = (list: readonly string[]): string => list[below(list.length)] ?? '';
  const insert = (words: readonly string[], word: string): string[] => {
    const at = below(words.length + 1);
    return [...words.slice(0, at), word, ...words.slice(at)];
  };
  const faults: readonly ((words: string[]) => string[])[] = [
    (words) => words.filter(() => random() > 0.2),
    (words) => words.flatMap((word) => (random() < 0.2 ? [word, word] : [word])),
    (words) =>
      words
        .map((word) => ({ word, key: random() }))
        .sort((a, b) => a.key - b.key)
        .map(({ word }) => word),
    (words) => insert(words, pick(invented)),
    (words) => insert(insert(words, pick(invented)), pick(invented)),
    (words) => words.map((word) => (random() < 0.3 ? word + pick(invented) : word)),
    (words) => words.map((word) => (random() < 0.5 ? word.toUpperCase() : word.toLowerCase())),
    (words) => [words.join('')],
    (words) => [pick(invented), ...words],
    (words) => [...words, pick(invented)],
    (words) => words.map((word) => word.replace(/[\ue000-\uf8ff]/g, (copy) => (random() < 0.3 ? '' : copy))),
    (words) => words.map((word) => word.replace(/\p{L}+/gu, 'Donaudampfschiff')),
    () => [],
  ];
  return (sentence) => {
    let words = sentence.split(/\s+/);
    for (let count = 1 + below(2); count > 0; count--) {
      words = faults[below(faults.length)]!(words);
    }
    return words.join(' ').trim();
  };
}

/** A model that does its work: other words, some longer and some shorter, and everything else where it belongs. */
export function translator(): FakeModel {
  return (sentence) =>
    sentence.replace(/\p{L}\p{M}*(?:[\p{L}\p{M}'’]*\p{L})?/gu, (word) => {
      const shift = word.replace(/./gu, (letter) => (letter === letter.toLowerCase() ? 'u' : 'U'));
      return word.length % 3 === 0 ? `${shift}ende` : word.length > 5 ? shift.slice(0, -2) : shift;
    });
}
