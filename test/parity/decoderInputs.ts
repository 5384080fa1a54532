import { describeTasks } from '../../extension/core/instructions/instructions.js';
import type { Manifest } from '../../extension/core/model/manifest.js';
import { SeededRandom } from './random.js';

/** One sentence to decode, as both decoders are told. */
export interface DecoderInput {
  readonly id: number;
  /** Canonical wording. */
  readonly instruction: string;
  readonly input: string;
  readonly iterations: number;
  readonly lengthBeam: number;
  readonly targetLength?: number;
  readonly lengthFactor: number;
  readonly lengthRelativeTo: 'answer' | 'text';
  readonly stopConfidence: number;
}

/** A gap to fill, as both decoders are told. */
export interface GapInput {
  readonly id: number;
  readonly instruction: string;
  /** Token ids on both sides. */
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** Numbers of tokens to try. */
  readonly gaps: readonly number[];
  readonly iterations: number;
}

const sentencesByLanguage: Readonly<Record<string, readonly string[]>> = {
  en: [
    'Open the settings and choose a language.',
    'He go to school yesterday and he forgot his book\ue000 at home.',
    'hey, what’s up? gonna be late, sorry!!',
    'The committee, which had been convened in order to consider the matter, came to no conclusion whatsoever.',
    'Set \ue000 to \ue001 before you run the tests.',
  ],
  de: [
    'Öffnen Sie die Einstellungen und wählen Sie eine Sprache.',
    'Ich habe gestern ein schönes Buch gelest, das mir sehr gefiel.',
    'Kannst du mir mal kurz helfen?',
    'Die Datei \ue000 konnte nicht gespeichert werden, weil der Datenträger voll ist.',
  ],
  fr: [
    'Ouvrez les paramètres et choisissez une langue.',
    "C'est vraiment dommage que tu n'aies pas pu venir hier soir.",
    'Le fichier \ue000 est introuvable.',
  ],
  es: [
    '¿Puedes decirme dónde está la biblioteca?',
    'El archivo no se pudo guardar porque el disco está lleno.',
    'Ayer fuimos al mercado y compramos frutas, verduras y pan.',
  ],
  zh: ['请打开设置并选择一种语言。', '我昨天去了图书馆，借了三本书。', '无法保存文件\ue000，因为磁盘已满。'],
};

const passes = [1, 4, 10];
const beams = [1, 3];
const factors = [1, 1, 0.7, 1.3];
const longestForced = 200;

/** Every canonical instruction of a manifest, with its target languages put in. */
export function canonicalInstructions(manifest: Manifest): string[] {
  return describeTasks(manifest).flatMap(({ canonical, targets }) =>
    targets.length === 0 ? [canonical] : targets.map(({ name }) => canonical.replace('{target}', name)),
  );
}

/**
 * `count` inputs that together have every language and task of the manifest, predicted lengths and forced ones from
 * 1 to 200 tokens (or what the model allows), every number of passes and lengths, longer and shorter by the length dial, with and without early stopping.
 */
export function decoderInputs(manifest: Manifest, count: number, seed: number): DecoderInput[] {
  const random = new SeededRandom(seed);
  const instructions = canonicalInstructions(manifest);
  const languages = Object.keys(sentencesByLanguage).filter((code) => manifest.languages.includes(code));
  const longest = Math.min(longestForced, manifest.limits.targetTokens);
  return Array.from({ length: count }, (_, id): DecoderInput => {
    const sentences = sentencesByLanguage[languages[id % languages.length] ?? 'en'] ?? [];
    const input = random
      .times(random.integer(1, 3), () => random.pick(sentences))
      .join(' ')
      .slice(0, random.integer(20, 400));
    const forced = id % 3 === 0;
    return {
      id,
      instruction: instructions[Math.floor(id / languages.length) % instructions.length] ?? '',
      input,
      iterations: passes[Math.floor(id / 3) % passes.length] ?? 1,
      lengthBeam: beams[Math.floor(id / 9) % beams.length] ?? 1,
      stopConfidence: id % 4 === 1 ? 0.5 : 1,
      lengthFactor: factors[Math.floor(id / 5) % factors.length] ?? 1,
      lengthRelativeTo: id % 7 === 2 ? 'text' : 'answer',
      // The first forced lengths are the shortest and the longest; the others lie anywhere between.
      ...(forced && { targetLength: id === 0 ? 1 : id === 3 ? longest : random.integer(1, longest) }),
    };
  });
}

/** Gaps in sentences of every language, from one token to eight, also at a sentence's ends. */
export function gapInputs(
  encode: (text: string) => readonly number[],
  count: number,
  seed: number,
): GapInput[] {
  const random = new SeededRandom(seed);
  const sentences = Object.values(sentencesByLanguage).flat();
  return Array.from({ length: count }, (_, id): GapInput => {
    const tokens = encode(random.pick(sentences));
    const start = random.integer(0, tokens.length - 1);
    const end = Math.min(tokens.length, start + random.integer(0, 4));
    return {
      id,
      instruction: 'Fill in the gap.',
      before: tokens.slice(0, start),
      after: tokens.slice(end),
      gaps: [1, 2, 3, 5, 8].slice(0, random.integer(1, 5)),
      iterations: passes[id % passes.length] ?? 1,
    };
  });
}
