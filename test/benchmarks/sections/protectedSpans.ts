import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { findProtectedSpans } from '../../../extension/core/text/findProtectedSpans.js';
import { repositoryRoot } from '../../parity/python.js';
import { interleave } from '../measure/interleave.js';
import type { Row } from '../report/row.js';
import { durationRow } from '../report/timedRow.js';
import type { Section } from '../section.js';

const title = 'Finding what is not prose';
/** UTF-16 units of each text. */
const characters = 1_000_000;

const read = (...path: string[]): string => readFileSync(join(repositoryRoot, ...path), 'utf8');
const fixture = (name: string): string => read('test', 'golden', 'spans', name);

function everything(folder: string, ending: string): string {
  const files = readdirSync(join(repositoryRoot, folder), { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith(ending))
    .sort()
    .map((file) => read(folder, file))
    .join('\n');
}

/** A text of each format, again and again until it is long enough; real ones where the repository has them. */
function textsByFormat(): Readonly<Record<string, string>> {
  const repeated = (text: string, between = '\n\n'): string =>
    (text + between).repeat(Math.ceil(characters / (text.length + between.length)));
  return {
    markdown: repeated(
      [read('README.md'), everything('docs', '.md'), read('models', 'README.md')].join('\n\n'),
    ),
    html: repeated(fixture('page.html')),
    latex: repeated(fixture('paper.latex')),
    json: `[${repeated(read('package.nls.json'), ',')}0]`,
    yaml: repeated(fixture('config.yaml'), '\n---\n'),
    typescript: repeated(everything('extension', '.ts')),
    plaintext: repeated(fixture('plain.plaintext')),
  };
}

/** How long a long document takes before its sentences can be looked at. */
export const protectedSpans: Section = {
  id: 'text',
  title,
  async run({ options, say }) {
    say('protected spans');
    const contestants = Object.entries(textsByFormat()).map(([format, text]) => ({
      name: format,
      run: () => Promise.resolve(findProtectedSpans(text.slice(0, characters), format)),
    }));
    const times = await interleave(contestants, { rounds: options.quick ? 3 : options.rounds });
    return contestants.map(({ name }): Row => {
      const { processor } = times[name]!;
      const measured = `${name}, a million characters, processor time`;
      return durationRow(
        title,
        { measured, times: { wall: processor, processor } },
        { kind: 'under', limit: 1000 },
      );
    });
  },
};
