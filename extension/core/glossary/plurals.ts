const longWord = /[a-zà-öø-ÿ]{4}$/iu;

/** Whether words may stand in a regular plural as well: short ones (`it`, `new`) would be found where they are not meant. */
export function hasPlural(words: string): boolean {
  return longWord.test(words);
}

/** What singular and plural (`branches`, `policies`) have in common. */
export function pluralStem(words: string): string {
  return hasPlural(words) ? words.replace(/(?<=[^aeiou])y$/iu, '') : words;
}
