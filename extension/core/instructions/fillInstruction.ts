import type { Manifest } from '../model/manifest.js';
import { plainPhrase } from './plainPhrase.js';

/** How people ask for a gap to be filled, in the languages of the interface. */
const wordings = [
  ...[
    'fill in the gap',
    'fill in the gaps',
    'fill the gap',
    'fill the gaps',
    'fill in the blank',
    'fill in the blanks',
  ],
  ...[
    'fill the blank',
    'fill the blanks',
    'fill in the missing words',
    'complete the gap',
    'what is missing',
  ],
  ...['fülle die Lücke', 'fülle die Lücke aus', 'fülle die Lücken', 'fülle die Lücken aus', 'Lücke füllen'],
  ...['Lücken füllen', 'ergänze die Lücke', 'ergänze die Lücken', 'ergänze das fehlende Wort', 'was fehlt'],
  ...['remplis le trou', 'remplis les trous', 'remplis le blanc', 'remplis les blancs', 'comble la lacune'],
  ...['complète le blanc', 'complète les blancs', 'complète la phrase', 'complète les mots manquants'],
  ...[
    'rellena el hueco',
    'rellena los huecos',
    'rellena el espacio',
    'rellena los espacios',
    'completa el hueco',
  ],
  ...[
    'completa los huecos',
    'completa la frase',
    'completa las palabras que faltan',
    'llena el espacio en blanco',
  ],
  ...['填空', '填上空白', '填补空白', '填写空白', '把空填上', '补全句子', '补上缺少的词'],
].map(plainPhrase);

/** The canonical wording for filling gaps if that is what a text asks for, and the model was trained for it. */
export function fillInstructionOf(
  { fillInstruction }: Pick<Manifest, 'fillInstruction'>,
  text: string,
): string | undefined {
  if (fillInstruction === undefined) return undefined;
  const phrase = plainPhrase(text);
  return phrase === plainPhrase(fillInstruction) || wordings.includes(phrase) ? fillInstruction : undefined;
}
