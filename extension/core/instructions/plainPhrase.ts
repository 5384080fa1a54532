const courtesies = [
  ...['please', 'pls', 'kindly', 'thanks', 'thank you', 'bitte', 'danke', "s'il te plaît", "s'il vous plaît"],
  ...['svp', 'stp', 'merci', 'por favor', 'gracias', 'per favore', 'пожалуйста', 'proszę'],
];
const hanCourtesies = /请|請|麻烦|麻煩|谢谢|謝謝/g;
const punctuation = /[.!?,;:…。！？，；：、¿¡"“”„‟«»‹›「」『』()（）[\]`*]/gu;
const aroundHan = /(?<=\p{Script=Han}) | (?=\p{Script=Han})/gu;

/** A phrase without what does not matter: case, punctuation, quotation marks, courtesy, and spaces beside Han. */
export function plainPhrase(text: string): string {
  let phrase = text.normalize('NFKC').toLowerCase().replaceAll('’', "'");
  phrase = ` ${phrase.replaceAll(punctuation, ' ').replaceAll(hanCourtesies, ' ')} `.replaceAll(/\s+/g, ' ');
  for (const courtesy of courtesies) phrase = phrase.replaceAll(` ${courtesy} `, ' ');
  return phrase.trim().replaceAll(aroundHan, '');
}
