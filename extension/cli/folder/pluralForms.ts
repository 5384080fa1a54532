/** Rules of gettext for the plural forms of languages, and the languages they hold for. */
const rules: readonly (readonly [rule: string, languages: string])[] = [
  ['nplurals=1; plural=0;', 'id ja ko ms th vi zh'],
  [
    'nplurals=2; plural=(n != 1);',
    'bg ca da de el en eo es et eu fi fo gl he hu it nb nl nn no pt sq sv sw ta te ur',
  ],
  ['nplurals=2; plural=(n > 1);', 'fa fr hi hy mg oc tr uz'],
  [
    'nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);',
    'be bs hr ru sr uk',
  ],
  ['nplurals=3; plural=(n==1) ? 0 : (n>=2 && n<=4) ? 1 : 2;', 'cs sk'],
  ['nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);', 'pl'],
  ['nplurals=3; plural=(n==1 ? 0 : (n==0 || (n%100>0 && n%100<20)) ? 1 : 2);', 'ro'],
  ['nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && (n%100<10 || n%100>=20) ? 1 : 2);', 'lt'],
  ['nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n != 0 ? 1 : 2);', 'lv'],
  ['nplurals=4; plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3);', 'sl'],
  [
    'nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);',
    'ar',
  ],
];

/** The value of `Plural-Forms` for a language; undefined where it is not known. */
export function pluralFormsOf(language: string): string | undefined {
  const [primary = ''] = language.toLowerCase().split(/[-_]/);
  return rules.find(([, languages]) => languages.split(' ').includes(primary))?.[0];
}

/** The number of forms that a value of `Plural-Forms` names; undefined if it names none. */
export function pluralCount(rule: string): number | undefined {
  const count = Number(/nplurals\s*=\s*(\d+)/.exec(rule)?.[1]);
  return Number.isInteger(count) && count > 0 ? count : undefined;
}
