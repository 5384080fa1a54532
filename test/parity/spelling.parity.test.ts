import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { DecoderAnswer } from './engineDecoder.js';
import { EngineDecoder } from './engineDecoder.js';
import { repositoryRoot, runPython } from './python.js';
import { SeededRandom } from './random.js';

const instruction = 'Fix grammar and spelling.';

/** Misspelt words, names, abbreviations, quotes, apostrophes, accents left out, words run together, other scripts. */
const texts = [
  'I recieved your leter yesterday.',
  'the libary is closed on monday, isn’t it?',
  'He siad "definately" (wich is wrong).',
  'We have alot of tme.',
  'Ths is Mr Smyth of NASAA.',
  'Please opne `x` and clik on the buttn!',
  'Ich habe den Breif gestern bekomen.',
  'Die Strasse ist fuer Fussgaenger gespert.',
  'Wir sehn uns morgn in Muenchen.',
  'das Wetter ist heute schoen.',
  'La fenetre est ouverte et le chat a mange.',
  "J'ai recu ta letre d'hier.",
  'Cette fonction peut etre utilisee pour signer les donnees.',
  'la region est tres belle.',
  'El nino esta en la escuela.',
  'Manana vamos a la plya con mis amgos.',
  'la API soporta dos argumntos.',
  '我们明天去北京。',
  'Тут нет ошибок.',
  'x',
  'wrod',
  'Ŝi estas bela vrag.',
];

describe('Spelling', function () {
  this.timeout(240_000);
  const folder = mkdtempSync(join(tmpdir(), 'interlinear-spelling-'));
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('is corrected as the reference does, token for token', async () => {
    const directory = join(folder, 'bundled');
    const bundled = join(repositoryRoot, 'models', 'bundled');
    await runPython([join(__dirname, 'export_float32.py'), bundled, directory, 'float32']);
    const random = new SeededRandom(7);
    const garbled = random.times(60, () => garble(random.pick(texts), random));
    const inputs = [...texts, ...garbled].map((input, id) => {
      return {
        id,
        instruction,
        input,
        iterations: 6,
        lengthBeam: 1,
        stopConfidence: 1,
        lengthFactor: 1,
        lengthRelativeTo: 'answer' as const,
      };
    });
    const lines = `${inputs.map((line) => JSON.stringify(line)).join('\n')}\n`;
    const printed = await runPython(['-m', 'models', 'decode', '--model', directory], lines);
    const expected = printed
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as DecoderAnswer & { readonly output: string });
    const decoder = await EngineDecoder.open({ directory, device: 'cpu', variant: 'float32' });
    try {
      const answers = await decoder.answer(inputs);
      const wrong = inputs.filter(({ id }) => String(answers.get(id)?.ids) !== String(expected[id]?.ids));
      assert.deepEqual(wrong, []);
      for (const { id } of inputs)
        assert.ok(Math.abs((answers.get(id)?.score ?? 0) - (expected[id]?.score ?? 0)) <= 2 / 1024);
    } finally {
      await decoder.dispose();
    }
    const changed = inputs.filter(({ id, input }) => expected[id]?.output !== input);
    assert.ok(changed.length > inputs.length / 3, `only ${String(changed.length)} were corrected`);
  });
});

/** Swaps, drops or doubles a few letters. */
function garble(text: string, random: SeededRandom): string {
  const letters = Array.from(text);
  for (let count = random.integer(1, 4); count > 0; count--) {
    const place = random.integer(0, letters.length - 1);
    const kind = random.integer(0, 2);
    if (kind === 0) letters.splice(place, 1);
    else if (kind === 1) letters.splice(place, 0, letters[place] ?? '');
    else letters.splice(place, 2, letters[place + 1] ?? '', letters[place] ?? '');
    if (letters.length === 0) return text;
  }
  return letters.join('');
}
