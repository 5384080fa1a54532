import { readFile, stat } from 'node:fs/promises';
import { basename, resolve, sep } from 'node:path';
import { MemoryFile, TranslationMemory } from '../../core/memory/memoryFile.js';
import { MemoryError } from '../../core/memory/memoryError.js';
import { readGettext } from '../../core/memory/readers/gettext.js';
import { pairedTexts } from '../../core/memory/readers/pairedTexts.js';
import { readResourceTexts, type ResourceTexts } from '../../core/memory/readers/resourceTexts.js';
import { readTmx } from '../../core/memory/readers/tmx.js';
import { readXliff } from '../../core/memory/readers/xliff.js';
import { resourceGroups, type ResourceGroup } from '../../core/memory/resourceNames.js';
import type { TranslationUnit } from '../../core/memory/translationUnit.js';
import { memoryPaths } from './memoryPaths.js';

/** Readers of files that hold both sides of a translation. */
const bilingual: Readonly<Record<string, (text: string, name: string) => TranslationUnit[]>> = {
  tmx: readTmx,
  po: readGettext,
  xlf: readXliff,
  xliff: readXliff,
};

/** Larger files are refused: they would fill the memory of the process. */
const mostBytes = 256 * 2 ** 20;

interface Remembered {
  readonly stamp: string;
  readonly memory: MemoryFile;
}

/** Reads translation memories, and keeps those that have not changed since. */
export class MemoryStore {
  private remembered = new Map<string, Remembered>();

  /**
   * @param paths files, and folders that are searched for memories and for resource files of several languages
   * @param found files that nobody named; one that is gone or damaged is left out
   * @param onDamaged told of files in folders that cannot be used, and are left out
   * @throws MemoryError with file and line, for a file that was named; Error of the file system
   */
  public async open(
    paths: readonly string[],
    {
      found = [],
      signal,
      onDamaged,
    }: {
      readonly found?: readonly string[];
      readonly signal?: AbortSignal | undefined;
      readonly onDamaged?: (error: Error) => void;
    } = {},
  ): Promise<TranslationMemory> {
    const kept = new Map<string, Remembered>();
    const files: MemoryFile[] = [];
    const named = new Set(paths.map((path) => resolve(path)));
    const all = new Set([...(await memoryPaths(paths, signal)), ...found]);
    for (const group of groupsOf([...all])) {
      signal?.throwIfAborted();
      try {
        const key = JSON.stringify([...group]);
        const stamp = await stampOf(group);
        const known = this.remembered.get(key);
        const one = known?.stamp === stamp ? known : { stamp, memory: await read(group, signal) };
        kept.set(key, one);
        files.push(one.memory);
      } catch (error) {
        const isNamed = [...group.values()].some((path) => named.has(path));
        if (!(error instanceof Error) || signal?.aborted === true || isNamed) throw error;
        onDamaged?.(error);
      }
    }
    this.remembered = kept;
    return new TranslationMemory(files);
  }
}

/** Files that are read together, by language; a bilingual file stands alone, under no language. */
function groupsOf(paths: readonly string[]): ResourceGroup[] {
  const isBilingual = (path: string): boolean => extensionOf(path) in bilingual;
  const alone = paths.filter(isBilingual).map((path): ResourceGroup => new Map([['', path]]));
  const slashed = new Map(
    paths.filter((path) => !isBilingual(path)).map((path) => [path.split(sep).join('/'), path]),
  );
  const groups = resourceGroups([...slashed.keys()]).map(
    (group): ResourceGroup =>
      new Map([...group].map(([language, path]) => [language, slashed.get(path) ?? path])),
  );
  return [...alone, ...groups];
}

async function read(group: ResourceGroup, signal: AbortSignal | undefined): Promise<MemoryFile> {
  const texts = new Map<string, ResourceTexts>();
  for (const [language, path] of group) {
    const text = await readText(path, signal);
    const reader = bilingual[extensionOf(path)];
    if (reader) return new MemoryFile(reader(text, path), () => basename(path));
    texts.set(language, readResourceTexts(text, path));
  }
  return new MemoryFile(pairedTexts(texts), (language) => shortName(group.get(language) ?? ''));
}

/** `de.json`; of files that all have the same name, with their folder: `de/common.json`. */
function shortName(path: string): string {
  const [folder, name] = path.split(/[\\/]/u).slice(-2);
  if (name === undefined) return folder ?? '';
  return /^(?:values-|[A-Za-z]{2}(?:[-_][A-Za-z]{2,4})*(?:\.lproj)?$)/u.test(folder ?? '')
    ? `${folder ?? ''}/${name}`
    : name;
}

async function readText(path: string, signal: AbortSignal | undefined): Promise<string> {
  const bytes = await readFile(path, { signal });
  if (bytes.length > mostBytes) {
    throw new MemoryError(path, 1, 'The file is larger than {0} MB.', [mostBytes / 2 ** 20]);
  }
  // TMX files are often UTF-16.
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16le').decode(bytes.swap16());
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new MemoryError(path, 1, 'The file is no text in UTF-8 or UTF-16.');
  }
}

async function stampOf(group: ResourceGroup): Promise<string> {
  const stamps: string[] = [];
  for (const path of group.values()) {
    const { mtimeMs, size } = await stat(path);
    stamps.push(`${mtimeMs} ${size}`);
  }
  return stamps.join(' ');
}

function extensionOf(path: string): string {
  return /\.([^.\\/]+)$/u.exec(path)?.[1]?.toLowerCase() ?? '';
}
