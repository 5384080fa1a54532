import { readdir, stat } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { resourceExtensions, resourceNames } from '../../core/memory/resourceNames.js';
import { InterlinearError } from '../../core/protocol/protocol.js';

const extensions: ReadonlySet<string> = new Set([...resourceExtensions, 'tmx', 'po', 'xlf', 'xliff']);
const monolingual: ReadonlySet<string> = new Set(resourceExtensions);
/** What other people's programs come with, and what builds leave behind. */
const skippedFolders = /^(?:\..*|node_modules|__pycache__|dist|build|out|target|vendor)$/u;
const mostFiles = 20_000;

/**
 * The files that may be memories: those named, those in the folders named, and beside a named resource file its
 * translations. Links inside folders are not followed.
 * @throws InterlinearError `invalidArgument` for what is neither; Error of the file system
 */
export async function memoryPaths(paths: readonly string[], signal?: AbortSignal): Promise<string[]> {
  const found = new Set<string>();
  for (const path of paths.map((one) => resolve(one))) {
    const status = await stat(path);
    if (status.isDirectory()) {
      await search(path, found, signal);
    } else if (status.isFile() && extensions.has(extensionOf(path))) {
      found.add(path);
      if (monolingual.has(extensionOf(path))) await addTranslations(path, found);
    } else {
      throw new InterlinearError(
        'invalidArgument',
        '{0} is no translation memory: it takes TMX, .po, XLIFF, resource files and folders of them.',
        [path],
      );
    }
  }
  return [...found].sort();
}

/** What tells whether memories have changed: the path, time and size of each of their files. Throws as `memoryPaths`. */
export async function memoryStamps(paths: readonly string[], signal?: AbortSignal): Promise<string[]> {
  const stamps: string[] = [];
  for (const path of await memoryPaths(paths, signal)) {
    const { mtimeMs, size } = await stat(path);
    stamps.push(`${path} ${mtimeMs} ${size}`);
  }
  return stamps;
}

async function search(folder: string, found: Set<string>, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    if (found.size >= mostFiles) return;
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !skippedFolders.test(entry.name)) await search(path, found, signal);
    if (entry.isFile() && extensions.has(extensionOf(entry.name))) found.add(path);
  }
}

/** The same texts in other languages: files whose names differ from this one's in the language only. */
async function addTranslations(path: string, found: Set<string>): Promise<void> {
  const slashed = path.split(sep).join('/');
  const keys = new Set(resourceNames(slashed).map(({ key }) => key));
  const isSibling = (other: string): boolean =>
    resourceNames(other.split(sep).join('/')).some(({ key }) => keys.has(key));
  const own = dirname(path);
  const folders = [own];
  const isNamedByFolder = [...keys].some((key) => !/\*[^/]*$/u.test(key));
  if (isNamedByFolder) {
    const siblings = await readdir(dirname(own), { withFileTypes: true });
    folders.push(...siblings.filter((one) => one.isDirectory()).map(({ name }) => join(dirname(own), name)));
  }
  for (const folder of folders) {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const other = join(folder, entry.name);
      if (entry.isFile() && isSibling(other)) found.add(other);
    }
  }
}

function extensionOf(path: string): string {
  return /\.([^.\\/]+)$/u.exec(path)?.[1]?.toLowerCase() ?? '';
}
