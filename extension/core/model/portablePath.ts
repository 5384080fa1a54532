/** Names that Windows reserves for devices, whatever follows the first dot. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$/i;

/** Characters that some system refuses in names, or takes for a separator. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const forbidden = /[\\:*?"<>|\u0000-\u001f]/;

const longestPath = 200;

/**
 * Whether a path from elsewhere names a file inside the folder that it is taken to be relative to, the same one on
 * every system: segments divided by `/`, none of them `.`, `..` or empty, no drive and no root.
 */
export function isPortablePath(path: string): boolean {
  if (path.length > longestPath || forbidden.test(path)) return false;
  return path
    .split('/')
    .every((segment) => segment !== '' && !/^\.\.?$|[. ]$|^ /.test(segment) && !reserved.test(segment));
}
