/** Rows of one request, as servers take them. */
const mostRows = 32;
/** Tokens of one request, padding included: more would only make others wait. */
const mostTokens = 16_384;

/**
 * Cuts rows into requests that a server takes, in order; a single row that is too large goes alone.
 * @param size of a row in tokens, for each of its candidates
 */
export function requestGroups<Row>(rows: readonly Row[], size: (row: Row) => number): Row[][] {
  const groups: Row[][] = [];
  let largest = 0;
  for (const row of rows) {
    const group = groups.at(-1);
    largest = Math.max(largest, size(row));
    if (group && group.length < mostRows && (group.length + 1) * largest <= mostTokens) {
      group.push(row);
    } else {
      groups.push([row]);
      largest = size(row);
    }
  }
  return groups;
}
