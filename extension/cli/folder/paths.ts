import { isAbsolute, relative, sep } from 'node:path';

/** Whether an absolute path is the folder itself or lies below it; both without links in them. */
export function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}
