import { readdir, realpath, stat } from 'node:fs/promises';
import { join, isAbsolute, relative, sep } from 'node:path';
import { messageOf } from '../cliError.js';
import { formatOfFile } from './fileFormats.js';
import { IgnoreRules, patternTest } from './ignoreRules.js';

/** Whether an absolute path is the folder itself or lies below it; both without links in them. */
export function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

/** A file to work on. */
export interface FoundFile {
  /** Relative to the folder, with slashes. */
  readonly path: string;
  /** VS Code language identifier; undefined for what is no text for people. */
  readonly format: string | undefined;
}

export interface FindOptions {
  /** Patterns as in a `.gitignore`; files that none of them matches are left out, if there are any. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly gitignore: boolean;
  /** Whether the comments and strings of programs count as text. */
  readonly code: boolean;
  /** Absolute folders to leave out: that of the output may lie inside. */
  readonly without: readonly string[];
}

export interface Found {
  /** In the order of their paths. */
  readonly files: readonly FoundFile[];
  /** What was left out although it might have been meant, and why. */
  readonly leftOut: readonly { readonly path: string; readonly reason: string }[];
}

/**
 * The files of a folder and of those below. A link to a file inside the folder counts as that file; one that leads
 * out of it, and any link to a folder, is never followed.
 * @param root absolute, without links in it
 * @throws Error of the file system, if the folder itself cannot be read
 */
export async function findFiles(root: string, options: FindOptions): Promise<Found> {
  const finder = new Finder(root, options);
  await finder.visit('', options.gitignore ? await IgnoreRules.above(root) : IgnoreRules.none);
  const count = finder.hidden.length;
  const folders = `${count} hidden ${count === 1 ? 'folder' : 'folders'}`;
  const hint = "skipped; --include '.name/**' takes one in";
  const hidden = count === 0 ? [] : [{ path: folders, reason: `${finder.hidden.join(', ')}: ${hint}` }];
  return { files: finder.files, leftOut: [...finder.leftOut, ...hidden] };
}

class Finder {
  public readonly files: FoundFile[] = [];
  public readonly leftOut: { readonly path: string; readonly reason: string }[] = [];
  public readonly hidden: string[] = [];

  readonly #included: (path: string, isFolder: boolean) => boolean;
  readonly #excluded: (path: string, isFolder: boolean) => boolean;

  public constructor(
    private readonly root: string,
    private readonly options: FindOptions,
  ) {
    this.#included = options.include.length > 0 ? patternTest(options.include) : () => true;
    this.#excluded = patternTest(options.exclude);
  }

  /** @param folder relative; empty for the root */
  public async visit(folder: string, rules: IgnoreRules): Promise<void> {
    const entries = await readdir(join(this.root, folder), { withFileTypes: true });
    for (const entry of entries.sort((first, second) => (first.name < second.name ? -1 : 1))) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      const absolute = join(this.root, path);
      if (this.#isOut(path, absolute, entry.isDirectory(), rules)) continue;
      if (this.#isHidden(entry.name, entry.isDirectory(), path)) {
        this.hidden.push(path);
        continue;
      }
      if (entry.isDirectory()) {
        await this.#enter(path, absolute, rules);
      } else if (entry.isSymbolicLink()) {
        await this.#followInside(path, absolute);
      } else if (entry.isFile()) {
        this.#take(path);
      } else {
        // A pipe would be waited for, and a device never ends.
        this.leftOut.push({ path, reason: 'not an ordinary file' });
      }
    }
  }

  #isOut(path: string, absolute: string, isFolder: boolean, rules: IgnoreRules): boolean {
    return (
      (isFolder && (path === '.git' || path.endsWith('/.git'))) ||
      this.options.without.includes(absolute) ||
      this.#excluded(path, isFolder) ||
      rules.ignores(absolute, isFolder)
    );
  }

  /** Folders of tools, such as `.github`, unless a pattern names them. */
  #isHidden(name: string, isFolder: boolean, path: string): boolean {
    const isNamed = this.options.include.some((pattern) => pattern.replace(/^\//, '').startsWith(path));
    return isFolder && name.startsWith('.') && !isNamed;
  }

  async #enter(path: string, absolute: string, rules: IgnoreRules): Promise<void> {
    try {
      await this.visit(path, this.options.gitignore ? await rules.within(absolute) : rules);
    } catch (error) {
      this.leftOut.push({ path, reason: messageOf(error) });
    }
  }

  async #followInside(path: string, absolute: string): Promise<void> {
    try {
      const target = await realpath(absolute);
      if (!isWithin(this.root, target)) {
        this.leftOut.push({ path, reason: 'a link that leads out of the folder' });
      } else if ((await stat(target)).isFile()) {
        this.#take(path);
      } else {
        this.leftOut.push({ path, reason: 'a link to a folder' });
      }
    } catch {
      this.leftOut.push({ path, reason: 'a link to nothing' });
    }
  }

  #take(path: string): void {
    if (this.#included(path, false)) {
      this.files.push({ path, format: formatOfFile(path, this.options.code) });
    }
  }
}
