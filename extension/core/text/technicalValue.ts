/** Without spaces, and with a sign that no word has: a path, a key, a selector, a version range, a colour. Escapes are those of a text. */
const technical = /^(?=\S*[\w$])(?=\S*[_/:=@#$*<>|])[!-[\]-~]+$/;

/** `C:\folder`, its backslashes escaped or not. */
const windowsPath = /^[A-Za-z]:[\\/]\S*$/;

/** Whether the value of a setting is for programs and not for people. */
export function isTechnicalValue(value: string): boolean {
  return technical.test(value) || windowsPath.test(value);
}
