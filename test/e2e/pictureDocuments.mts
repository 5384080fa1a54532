import fs from 'node:fs';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { chooseFilmText } from './filmSamples.mjs';

/** What the pictures show, as files of a workspace. */
export interface PictureDocuments {
  /** A sentence of letter.md with faults. */
  readonly faulty: string;
  /** A sentence of letter.md to translate. */
  readonly translate: string;
}

/** The sentences stand low, so that a list at the top of the window does not hide them. */
const letter = ({ faulty, translate }: PictureDocuments): string => `# Notes for Tuesday

- The library is closed on Monday.
- Bring the keys and the tickets.
- Ask about the garden.

## Letter to Anna

Dear Anna,

thank you for your help.

${faulty}

${translate}

We will meet again at the station.
`;

const code = `// This function says good morning to everybody.
export function greet(name: string): string {
  // Der Name darf nicht leer sein, sonst gibt es einen Fehler.
  return \`Good morning, \${name}!\`;
}
`;

const languages = `# Words of many languages

الكتاب على الطاولة في الغرفة الكبيرة.

הספר נמצא על השולחן בחדר הגדול.

我昨天去了图书馆，借了三本书。

今天天气很好。
`;

const notebook = {
  cells: [
    { cell_type: 'markdown', metadata: {}, source: ['# Data\n', '\n', 'The library is closed on Monday.'] },
    {
      cell_type: 'code',
      metadata: {},
      source: ['# The file could not be opened.\n', 'print(1)'],
      outputs: [],
      execution_count: null,
    },
  ],
  metadata: {},
  nbformat: 4,
  nbformat_minor: 5,
};

/** Writes the files into an empty folder. */
export function writePictureDocuments(folder: string, warn: (message: string) => void): PictureDocuments {
  const { faulty, translate } = chooseFilmText(warn);
  const documents = { faulty: faulty.join(' '), translate: translate.slice(0, 2).join(' ') };
  fs.mkdirSync(folder, { recursive: true });
  const write = (name: string, content: string): void => fs.writeFileSync(path.join(folder, name), content);
  write('letter.md', letter(documents));
  write('greet.ts', code);
  write('languages.md', languages);
  write('data.ipynb', JSON.stringify(notebook));
  return documents;
}

/** Makes the folder a repository of Git, whose commit box is shown from the next window on. */
export function makeRepository(folder: string): void {
  spawnSync('git', ['init', '--quiet', folder]);
}
