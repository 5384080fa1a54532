import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';

/** A real document of this machine. */
export interface LosslessDocument {
  readonly path: string;
  /** VS Code language identifier. */
  readonly format: string;
  readonly text: string;
}

const formats: Readonly<Record<string, string>> = {
  '.css': 'css',
  '.html': 'html',
  '.js': 'javascript',
  '.json': 'json',
  '.md': 'markdown',
  '.mjs': 'javascript',
  '.py': 'python',
  '.rst': 'restructuredtext',
  '.sh': 'shellscript',
  '.toml': 'toml',
  '.ts': 'typescript',
  '.txt': 'plaintext',
  '.yaml': 'yaml',
  '.yml': 'yaml',
};
const roots = ['.', 'node_modules', '/usr/share/doc', '/usr/share/perl', '/usr/lib/python3'];
/** Folders of the project that hold what was made and not written, or what is not there everywhere. */
const skipped = new Set([
  '.git',
  '.venv',
  '.vscode-host',
  '.cache',
  'artifacts',
  'dist',
  'node_modules',
  'out',
  'work',
]);
const smallest = 300;
const largest = 12_000;
const filesToLookAt = 40_000;

function* filesUnder(folder: string): Generator<string> {
  const entries = readdirSync(folder, { withFileTypes: true });
  entries.sort((first, second) => (first.name < second.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !skipped.has(entry.name)) {
      yield* filesUnder(path);
    } else if (entry.isFile()) {
      yield path;
    }
  }
}

/** Every file of a kind that we know and of a size that says something, by format, in the order of their names. */
function candidates(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  let seen = 0;
  for (const root of roots.filter((folder) => existsSync(folder))) {
    for (const path of filesUnder(root)) {
      const format = formats[extname(path)];
      if (++seen > filesToLookAt) {
        return found;
      }
      const { size } = format === undefined ? { size: 0 } : statSync(path);
      if (format !== undefined && size >= smallest && size <= largest) {
        found.set(format, [...(found.get(format) ?? []), path]);
      }
    }
  }
  return found;
}

/** Takes `count` of a list, evenly spread. */
function spread<T>(list: readonly T[], count: number): T[] {
  return Array.from({ length: Math.min(count, list.length) }, (_, index) => {
    return list[Math.floor((index * list.length) / Math.min(count, list.length))]!;
  });
}

/** Documents of this machine in all formats that it has, the same ones every time: as many of each as there are. */
export function losslessDocuments(count: number): LosslessDocument[] {
  const byFormat = [...candidates()].sort(([, first], [, second]) => first.length - second.length);
  const chosen: LosslessDocument[] = [];
  for (const [index, [format, paths]] of byFormat.entries()) {
    const share = Math.ceil((count - chosen.length) / (byFormat.length - index));
    for (const path of spread(paths, share)) {
      const text = readFileSync(path, 'utf8');
      if (!text.includes('\ufffd')) {
        chosen.push({ path, format, text });
      }
    }
  }
  return chosen.slice(0, count);
}
