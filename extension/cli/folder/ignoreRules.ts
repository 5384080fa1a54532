import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';

/** The rules of one `.gitignore` and the folder it is in. */
interface Layer {
  readonly folder: string;
  readonly rules: Ignore;
}

/** What git would leave out of a folder: the rules of its `.gitignore`, and of those above it. */
export class IgnoreRules {
  private constructor(private readonly layers: readonly Layer[]) {}

  /** No rules at all. */
  public static readonly none = new IgnoreRules([]);

  /** The rules that hold in `folder`: those up to the top of its repository, if it is in one. */
  public static async above(folder: string): Promise<IgnoreRules> {
    const folders = [folder];
    for (let current = folder; !existsSync(join(current, '.git')); current = dirname(current)) {
      // Outside a repository, only the folder's own file counts.
      if (dirname(current) === current) return IgnoreRules.none.within(folder);
      folders.unshift(dirname(current));
    }
    let rules = IgnoreRules.none;
    for (const each of folders) rules = await rules.within(each);
    return rules;
  }

  /** These rules and those of the `.gitignore` in `folder`, which go before them. */
  public async within(folder: string): Promise<IgnoreRules> {
    const text = await readFile(join(folder, '.gitignore'), 'utf8').catch(() => undefined);
    return text === undefined
      ? this
      : new IgnoreRules([{ folder, rules: ignore().add(text) }, ...this.layers]);
  }

  /** @param path absolute, below the folders of the rules */
  public ignores(path: string, isFolder: boolean): boolean {
    for (const { folder, rules } of this.layers) {
      const { ignored, unignored } = rules.test(slashed(relative(folder, path)) + (isFolder ? '/' : ''));
      if (ignored || unignored) return ignored;
    }
    return false;
  }
}

/** Patterns as in a `.gitignore`, e.g. `*.md` or `/api/`, as a test of paths relative to a folder. */
export function patternTest(patterns: readonly string[]): (path: string, isFolder: boolean) => boolean {
  const rules = ignore().add([...patterns]);
  return (path, isFolder) => rules.ignores(path + (isFolder ? '/' : ''));
}

/** A path with slashes, whatever the system writes. */
export function slashed(path: string): string {
  return path.split(sep).join('/');
}
