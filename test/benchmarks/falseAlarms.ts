/**
 * Counts how often words of correct text are taken for misspelt, and how many slips are found: `tsx test/benchmarks/falseAlarms.ts
 * [model folder] < sentences.tsv`, one sentence a line, its language before a tab. Prints a table.
 */
import { createInterface } from 'node:readline';
import { createEngine } from '../../extension/inference/createEngine.js';
import type { WordProblem } from '../../extension/core/protocol/protocol.js';
import { measuredModel } from './measuredModel.js';
import { quantile } from './measure/statistics.js';

/** In nats beyond what a correction needs. */
const margins = [0, 2, 4, 6, 8, 10, 12, 15];

interface Counts {
  words: number;
  sentences: number;
  readonly alarms: WordProblem[];
  readonly slips: (WordProblem | undefined)[];
  mended: number;
  readonly milliseconds: number[];
}

/** The sentence with two letters of one of its longer words changed over, and where; undefined if it has none. */
function withSlip(sentence: string, seed: number): { text: string; at: number; word: string } | undefined {
  const words = [...sentence.matchAll(/(?<![\p{L}\p{N}])\p{Ll}{5,12}(?![\p{L}\p{N}])/gu)];
  const found = words[seed % Math.max(1, words.length)];
  if (!found) return undefined;
  const [word] = found;
  const place = 1 + (seed % (word.length - 3));
  if (word[place] === word[place + 1]) return undefined;
  const slipped = word.slice(0, place) + word[place + 1]! + word[place]! + word.slice(place + 2);
  const text = sentence.slice(0, found.index) + slipped + sentence.slice(found.index + word.length);
  return { text, at: found.index, word };
}

async function measure(): Promise<void> {
  const { directory, name } = await measuredModel(process.argv[2]);
  const engine = await createEngine({ directory, device: 'cpu', threads: 1 });
  const byLanguage = new Map<string, Counts>();
  let seed = 7;
  for await (const line of createInterface({ input: process.stdin })) {
    const [language = '', sentence = ''] = line.split('\t');
    if (sentence.trim() === '') continue;
    const counts = byLanguage.get(language) ?? {
      ...{ words: 0, sentences: 0, alarms: [], slips: [], mended: 0, milliseconds: [] },
    };
    byLanguage.set(language, counts);
    const started = process.cpuUsage();
    const [result] = await engine.check({ texts: [sentence] });
    const { user, system } = process.cpuUsage(started);
    counts.milliseconds.push((user + system) / 1000);
    counts.sentences++;
    counts.words += sentence.match(/\p{L}+/gu)?.length ?? 0;
    const alarms = result?.problems ?? [];
    counts.alarms.push(...alarms);
    if (process.env['SHOW'])
      for (const { start, end, suggestions, certainty } of alarms)
        process.stderr.write(
          `${language} ${certainty.toFixed(1)} ${sentence.slice(start, end)} → ${suggestions.join(', ')}\n`,
        );
    seed = (seed * 48_271) % 2_147_483_647;
    const slip = withSlip(sentence, seed);
    if (!slip) continue;
    const [checked] = await engine.check({ texts: [slip.text] });
    const problem = checked?.problems.find(({ start }) => start === slip.at);
    counts.slips.push(problem);
    if (problem?.suggestions[0] === slip.word) counts.mended++;
  }
  await engine.dispose();
  process.stdout.write(
    `${name}\n| language | words | ms of processor time a sentence: mean, median, 95 % | slips, first suggestion right | ${margins.map((margin) => `≥ ${margin}: alarms per 1,000 words, slips found`).join(' | ')} |\n`,
  );
  for (const [language, { words, alarms, slips, mended, milliseconds }] of byLanguage) {
    const mean = milliseconds.reduce((sum, one) => sum + one, 0) / milliseconds.length;
    const cells = margins.map((margin) => {
      const count = alarms.filter(({ certainty }) => certainty >= margin).length;
      const found = slips.filter((problem) => problem && problem.certainty >= margin).length;
      return `${((1000 * count) / words).toFixed(2)}, ${((100 * found) / slips.length).toFixed(0)} %`;
    });
    process.stdout.write(
      `| ${[
        language,
        words,
        [mean, quantile(milliseconds, 0.5), quantile(milliseconds, 0.95)]
          .map((one) => one.toFixed(1))
          .join(', '),
        `${slips.length}, ${((100 * mended) / slips.length).toFixed(0)} %`,
        ...cells,
      ].join(' | ')} |\n`,
    );
  }
}

void measure();
