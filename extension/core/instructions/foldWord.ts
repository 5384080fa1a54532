/** A word without letter case and accents, for comparison. */
export function foldWord(word: string): string {
  return word.toLowerCase().replaceAll('ß', 'ss').normalize('NFD').replaceAll(/\p{M}/gu, '');
}

/** Endings of inflection and of nouns made from verbs, in the languages of the interface; longest first. */
const endings = [
  ...[
    'aciones',
    'ierungen',
    'isierung',
    'cciones',
    'ierung',
    'ations',
    'ements',
    'andolo',
    'acion',
    'ation',
    'ement',
  ],
  ...[
    'ieren',
    'issez',
    'ungen',
    'ccion',
    'cion',
    'iert',
    'iere',
    'isez',
    'ando',
    'endo',
    'arlo',
    'erlo',
    'irlo',
    'ions',
  ],
  ...[
    'eren',
    'erer',
    'eres',
    'ere',
    'elo',
    'ire',
    'ing',
    'ung',
    'ion',
    'ais',
    'ait',
    'ido',
    'ado',
    'ida',
    'ada',
    'ez',
    'er',
    'en',
    'em',
    'es',
    'ed',
  ],
  ...['is', 'ir', 'ar', 'ly', 'as', 'os', 'e', 's', 'n', 'a', 'o'],
].sort((one, other) => other.length - one.length);
const shortestStem = 4;

/** What words of one family share, roughly; only for comparison with other stems. */
export function stemOf(folded: string): string {
  if (!/^[a-z]+$/u.test(folded)) return folded;
  const ending = endings.find((one) => {
    return folded.endsWith(one) && folded.length - one.length >= shortestStem;
  });
  return ending === undefined ? folded : folded.slice(0, -ending.length);
}
