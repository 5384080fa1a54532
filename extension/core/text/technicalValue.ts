/** Without spaces, and with a sign that no word has: a path, a key, a selector, a version range, a colour. Escapes are those of a text. */
const technical = /^(?=\S*[\w$])(?=\S*[_/:=@#$*<>|])[!-[\]-~]+$/;

/** `C:\folder`, its backslashes escaped or not. */
const windowsPath = /^[A-Za-z]:[\\/]\S*$/;

/** `userDidLogin`, `en-US`, `zh-Hant-TW`. */
const camelCase = /^[a-z]+(?:[A-Z][a-z0-9]*)+$/;
const languageCode = /^[a-z]{2,3}(?:-[A-Z][a-z]{3})?-(?:[A-Z]{2}|\d{3})$/;

/** Letters of a date pattern, each repeated: `MMMM d, yyyy`; with percent signs as in C. */
const datePart = /^(?:([A-Za-z])\1*|%-?[A-Za-z])$/;

/** Names of settings whose values are for programs if they look like it. */
const technicalKey =
  /^(?:.*[-_.]?(?:icon|css|class|classes|classname|style|type|id|ids|key|lang|language|locale|event|url|uri|href|src|path|file|color|colour|target|role|variant|size|align|layout|component|kind|code|slug|ref|format|pattern|encoding|charset|mode|method|rel|theme|route|selector|tag|tags|command|regex|version))$/i;
/** In lower case, with a hyphen, digit or dot in one of the words: `btn btn-primary`, `arrow-left`. */
const programWords = /^(?=.*[-\d.])[a-z0-9.-]+(?: [a-z0-9.-]+)*$/;

function isDatePattern(value: string): boolean {
  const parts = value.split(/[^A-Za-z%-]+|-(?=%?[A-Za-z])/).filter((part) => part !== '');
  return (
    parts.length > 1 &&
    parts.every((part) => datePart.test(part) && /[yMdDHhmsSaAEGwWkKzZXLYBbIpeu]/.test(part)) &&
    parts.some((part) => part.length > 1)
  );
}

/**
 * Whether the value of a setting is for programs and not for people.
 * @param key name of the setting, if it has one
 */
export function isTechnicalValue(value: string, key = ''): boolean {
  return (
    technical.test(value) ||
    windowsPath.test(value) ||
    camelCase.test(value) ||
    languageCode.test(value) ||
    isDatePattern(value) ||
    (technicalKey.test(key) && (programWords.test(value) || /^[a-z][a-z0-9]*$/.test(value)))
  );
}
