/** Words that stand in every few sentences of a language, and seldom in the others. */
const functionWords: Readonly<Record<string, string>> = {
  en: 'the of and to is that it was for on are with as his they at be this from have or had by but not what all were we when your can there an which their if do will how about out then them these would into has more two him see could no than been its who did my over such you i he she',
  de: 'der die das und ist nicht ein eine einen einem einer zu den von mit dem auf für sich des im auch es an werden aus er hat dass sie nach wird bei noch wie oder um haben nur so über ich wir ihr kann wenn mehr sind als diese dieser dieses durch ihre ihren können müssen sein bitte wurde keine kein zum zur vom',
  fr: 'le la les des et est un une du que qui dans pour pas au sur ne ce cette avec il elle vous nous son sa ses par plus sont ou être avez votre vos aux mais comme on ont fait tout deux leur ces peut si bien où je tu été cela très sans',
  es: 'el la los las de que y en un una es por con no se del para su al lo como más pero sus le ya o este sí porque esta entre cuando muy sin sobre también me hasta hay donde quien desde todo nos durante está son puede ser fue ha usted yo él',
  it: 'il la di che e un una è per non con del della in le gli si da al dei nel sono lo come più ma anche questo questa alla delle ha se o suo sua ci mi dal nella essere',
  pt: 'o a os as de que e em um uma é por com não se do da para ao no na como mais mas foi dos das seu sua ou quando muito nos já está eu também só pelo pela até isso ela entre depois sem mesmo aos seus você são',
  nl: 'de het een en van in is dat op te zijn met voor niet aan er om ook als dan maar bij nog uit door naar heeft hebben deze wordt worden kan geen over zo wat je ik hij we',
};

const languagesOf = new Map<string, string[]>();
for (const [language, words] of Object.entries(functionWords)) {
  for (const word of words.split(' ')) languagesOf.set(word, [...(languagesOf.get(word) ?? []), language]);
}

/** Letters that only one of the languages has, or nearly so. */
const letters: readonly (readonly [string, RegExp])[] = [
  ['de', /[äöüß]/gu],
  ['fr', /[àâæçèêëîïôœùû]/gu],
  ['es', /[ñ¿¡áíóú]/gu],
  ['pt', /[ãõâêçáíóú]/gu],
  ['it', /[àèìòù]/gu],
];
const letterWeight = 0.4;
/** The best language must have this much, and so many times as much as the second. */
const least = 1.4;
const clearly = 1.5;

const scripts: readonly (readonly [string, RegExp])[] = [
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['ko', /\p{Script=Hangul}/gu],
  ['zh', /\p{Script=Han}/gu],
  ['ru', /\p{Script=Cyrillic}/gu],
  ['ar', /\p{Script=Arabic}/gu],
];

/**
 * The language of a text by its script and its most common words: quick, and silent where it is not sure, as for most
 * texts of three words.
 * @param among languages that come into question, as primary subtags; all if absent
 * @returns primary subtag, or undefined
 */
export function guessLanguage(text: string, among?: readonly string[]): string | undefined {
  const all = text.match(/\p{L}/gu)?.length ?? 0;
  if (all === 0) return undefined;
  for (const [language, script] of scripts) {
    const own = text.match(script)?.length ?? 0;
    // A few kana make a text Japanese, however much Han there is.
    if (own > all * (language === 'ja' ? 0.1 : 0.5)) return language;
  }
  const scores = new Map<string, number>();
  const add = (language: string, score: number): void => {
    scores.set(language, (scores.get(language) ?? 0) + score);
  };
  const lower = text.toLowerCase().normalize('NFC');
  for (const word of lower.match(/\p{L}+/gu) ?? []) {
    const own = languagesOf.get(word) ?? [];
    for (const language of own) add(language, 1 / own.length);
  }
  for (const [language, pattern] of letters)
    add(language, (lower.match(pattern)?.length ?? 0) * letterWeight);
  const possible = [...scores].filter(([language]) => among?.includes(language) ?? true);
  const [best, second] = possible.sort((one, other) => other[1] - one[1]);
  if (!best || best[1] < least || best[1] < (second?.[1] ?? 0) * clearly) return undefined;
  return best[0];
}
