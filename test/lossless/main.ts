import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { formatOfNamedFile } from '../../extension/cli/folder/fileFormats.js';
import { translator } from '../unit/lossless/garbler.js';
import { rewriteWith } from '../unit/lossless/rewriteWith.js';
import { Comparator } from './comparator.js';

/** Longer files are left out: they are data as a rule. In UTF-16 code units. */
const longest = 200_000;
const venv = join('.cache', 'lossless');

interface Row {
  files: number;
  damaged: number;
  unread: number;
  sentences: number;
  refused: number;
  unchanged: number;
}

function* filesUnder(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== '.git' && entry.name !== 'node_modules')
      yield* filesUnder(path);
    else if (entry.isFile() && statSync(path).size <= 2 * longest) yield path;
  }
}

/** The Python of an environment of its own, made on the first run. */
function pythonPath(): string {
  const path = join(venv, 'bin', 'python');
  if (!existsSync(path)) {
    const run = (command: string, ...parameters: string[]): void => {
      if (spawnSync(command, parameters, { stdio: 'inherit' }).status !== 0)
        throw new Error(`${command} failed`);
    };
    run('python3', '-m', 'venv', venv);
    run(path, '-m', 'pip', 'install', '--quiet', '-r', join('test', 'lossless', 'requirements.txt'));
  }
  return path;
}

/** Rewrites every file of some folders with a fake model and compares what came of it; nothing is written. */
async function main(folders: readonly string[]): Promise<number> {
  const comparator = new Comparator(process.env['INTERLINEAR_LOSSLESS_PYTHON'] ?? pythonPath());
  const rows = new Map<string, Row>();
  for (const path of folders.flatMap((folder) => [...filesUnder(resolve(folder))])) {
    const format = formatOfNamedFile(path);
    const text = format === undefined ? '' : readFileSync(path, 'utf8');
    if (format === undefined || text.trim() === '' || text.length > longest || text.includes('\ufffd'))
      continue;
    const row = rows.get(format) ?? {
      files: 0,
      damaged: 0,
      unread: 0,
      sentences: 0,
      refused: 0,
      unchanged: 0,
    };
    rows.set(format, row);
    row.files++;
    const say = (what: string): void => void process.stdout.write(`${format}\t${path}\t${what}\n`);
    if (rewriteWith((sentence) => sentence, text, format).text !== text) {
      row.damaged++;
      say('changed by a model that changes nothing');
      continue;
    }
    const { text: after, asked, refused } = rewriteWith(translator(), text, format);
    row.sentences += asked;
    row.refused += refused;
    if (after === text) {
      row.unchanged++;
      continue;
    }
    const { verdict, at } = await comparator.compare({ format, before: text, after });
    if (verdict === 'unread') row.unread++;
    if (verdict === 'damaged') {
      row.damaged++;
      say(at);
    }
  }
  comparator.end();
  const sorted = [...rows].sort(([first], [second]) => (first < second ? -1 : 1));
  const lines = sorted.map(([format, row]) =>
    [format, row.files, row.damaged, row.unread, row.unchanged, row.sentences, row.refused].join(' | '),
  );
  const head = 'Format | Files | Damaged | Not compared | Without prose | Sentences | Left alone';
  process.stdout.write(
    `\n| ${head} |\n|---|--:|--:|--:|--:|--:|--:|\n${lines.map((line) => `| ${line} |\n`).join('')}`,
  );
  return sorted.some(([, { damaged }]) => damaged > 0) ? 1 : 0;
}

const [, , ...folders] = process.argv;
if (folders.length === 0) {
  process.stderr.write('Usage: npm run lossless -- FOLDER …\n');
  process.exitCode = 2;
} else {
  void main(folders).then((code) => {
    process.exitCode = code;
  });
}
