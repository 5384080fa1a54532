import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { openModelFolder } from '../../../extension/inference/modelFolder.js';
import { SentencePiece } from '../../../extension/inference/tokenizer/sentencePiece.js';
import { Tokenizer } from '../../../extension/inference/tokenizer/tokenizer.js';
import { repositoryRoot } from '../../parity/python.js';
import { interleave } from '../measure/interleave.js';
import { median } from '../measure/statistics.js';
import type { Row } from '../report/row.js';
import { spreadOf } from '../report/timedRow.js';
import { sentences } from '../samples.js';
import type { Section } from '../section.js';

const title = 'Tokenizer';
/** UTF-16 units of each text. */
const characters = 200_000;

/** How fast text becomes ids. Nothing is remembered from text to text. */
export const tokenizing: Section = {
  id: 'tokenizer',
  title,
  async run({ options, model, say }) {
    say('tokenizer');
    const { directory, name } = await model();
    const folder = await openModelFolder(directory);
    const pieces = SentencePiece.parse(readFileSync(folder.path(folder.manifest.tokenizer.file)));
    const tokenizer = new Tokenizer(pieces, folder.manifest);
    const code = readFileSync(join(repositoryRoot, 'extension', 'core', 'model', 'manifest.ts'), 'utf8');
    const texts = {
      'sentences in five languages': sentences,
      'source code, line by line': code.split('\n').filter((line) => line.trim() !== ''),
    };
    const contestants = Object.entries(texts).map(([kind, lines]) => {
      const long = repeat(lines);
      const run = (): Promise<void> => {
        for (const line of long) tokenizer.encode(line);
        return Promise.resolve();
      };
      return { name: kind, run, length: long.reduce((sum, { length }) => sum + length, 0) };
    });
    const times = await interleave(contestants, { rounds: options.rounds });
    return contestants.map(({ name: kind, length }): Row => {
      const rates = times[kind]!.wall.map((milliseconds) => length / milliseconds / 1000);
      return {
        section: title,
        measured: `${kind}, to ids, tokenizer of the ${name}`,
        value: median(rates),
        unit: 'Mchar/s',
        samples: rates.length,
        spread: spreadOf(rates),
      };
    });
  },
};

function repeat(lines: readonly string[]): string[] {
  const result: string[] = [];
  for (let length = 0, index = 0; length < characters; index++) {
    const line = lines[index % lines.length]!;
    result.push(line);
    length += line.length;
  }
  return result;
}
