/**
 * A line that the page's console was given, with its printf-like format filled in and its colours (`%c`) dropped.
 * @param {readonly unknown[]} parts
 */
export function automationLine(parts) {
  const [first, ...rest] = parts;
  if (typeof first !== 'string') return parts.map(text).join(' ');
  const line = first.replace(/%([sdifjoOc])/g, (match, kind) => {
    if (rest.length === 0) return match;
    const value = rest.shift();
    return kind === 'c' ? '' : text(value);
  });
  return [line, ...rest.map(text)].join(' ');
}

/** @param {unknown} value */
const text = (value) => (typeof value === 'string' ? value : JSON.stringify(value));

const noise =
  /^(Resolv|Creating a socket|\[reconnection|Updating additional|\[AgentHost|\[AccountPolicy|getaddrinfo|Ignoring fetching additional|Creation of workbench|\[Service Worker|Timed out waiting for authentication provider)/;

/** @param {string} line @returns {boolean} whether it is what the editor itself says at every start */
export const isNoise = (line) => noise.test(line.trim());
