/** What numbers are called in a language, as far as a translation may write them out, and the other way round. */
interface NumberWords {
  /** Words by value: cardinals and ordinals. */
  readonly words: Readonly<Record<string, number>>;
  /** Months in order, as the beginnings of their names. */
  readonly months: readonly string[];
  /** Words that multiply the number before them. */
  readonly factors: Readonly<Record<string, number>>;
}

function valued(lists: readonly string[], from = 0): Record<string, number> {
  return Object.fromEntries(
    lists.flatMap((list, index) => list.split(' ').map((word) => [word, from + index] as const)),
  );
}

const million = 1e6;
const billion = 1e9;

/** By language; of others only digits are compared. */
export const numberWords: Readonly<Record<string, NumberWords>> = {
  en: {
    words: {
      ...valued([
        'zero no none',
        'one first once a an single',
        'two second twice both double',
        'three third triple',
        'four fourth',
        'five fifth',
        'six sixth',
        'seven seventh',
        'eight eighth',
        'nine ninth',
        'ten tenth',
        'eleven eleventh',
        'twelve twelfth',
      ]),
      hundred: 100,
      thousand: 1000,
    },
    months: 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' '),
    factors: { thousand: 1000, k: 1000, million, billion, dozen: 12 },
  },
  de: {
    words: {
      ...valued([
        'null',
        'ein eine einen einem einer eines eins erste ersten erster erstes einmal',
        'zwei zweite zweiten zweiter zweites zweimal beide beiden doppelt',
        'drei dritte dritten dritter drittes dreimal',
        'vier vierte vierten vierter',
        'fünf fünfte fünften',
        'sechs sechste sechsten',
        'sieben siebte siebten',
        'acht achte achten',
        'neun neunte neunten',
        'zehn zehnte zehnten',
        'elf elfte elften',
        'zwölf zwölfte zwölften',
      ]),
      hundert: 100,
      tausend: 1000,
    },
    months: 'jan feb mär apr mai jun jul aug sep okt nov dez'.split(' '),
    factors: {
      tausend: 1000,
      tsd: 1000,
      million,
      millionen: million,
      mio: million,
      milliarde: billion,
      milliarden: billion,
      mrd: billion,
    },
  },
  fr: {
    words: {
      ...valued([
        'zéro',
        'un une premier première premiers premières',
        'deux deuxième second seconde double',
        'trois troisième',
        'quatre quatrième',
        'cinq cinquième',
        'six sixième',
        'sept septième',
        'huit huitième',
        'neuf neuvième',
        'dix dixième',
        'onze onzième',
        'douze douzième',
      ]),
      cent: 100,
      mille: 1000,
    },
    months: 'jan fév mar avr mai juin juil aoû sep oct nov déc'.split(' '),
    factors: { mille: 1000, million, millions: million, milliard: billion, milliards: billion },
  },
  es: {
    words: {
      ...valued([
        'cero',
        'un uno una primer primero primera primeros primeras',
        'dos segundo segunda doble',
        'tres tercer tercero tercera',
        'cuatro cuarto cuarta',
        'cinco quinto quinta',
        'seis sexto sexta',
        'siete séptimo séptima',
        'ocho octavo octava',
        'nueve noveno novena',
        'diez décimo décima',
        'once undécimo',
        'doce duodécimo',
      ]),
      cien: 100,
      mil: 1000,
    },
    months: 'ene feb mar abr may jun jul ago sep oct nov dic'.split(' '),
    factors: { mil: 1000, millón: million, millones: million },
  },
  zh: {
    words: {
      ...valued(['零 〇', '一', '二 两', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二']),
      百: 100,
      千: 1000,
    },
    months: [],
    factors: { 千: 1000, 万: 10_000, 百万: million, 千万: 1e7, 亿: 1e8, 十亿: billion },
  },
};
