/** What YAML does not read as a text: null, booleans, numbers, dates. */
const noText = /^(?:~|null|true|false|yes|no|on|off|[-+]?\.(?:inf|nan)|[-+.\d][\d_.,:eExXoa-fA-F+\-TZ ]*)$/i;

/** Whether YAML reads an unquoted scalar as a text. */
export function isTextScalar(source: string): boolean {
  return !noText.test(source);
}

/** Whether a text can stand in YAML without quotes. Of brackets only the context knows whether they do harm. */
export function isPlainScalar(text: string): boolean {
  return isTextScalar(text) && !/^[-?:,[\]{}#&*!|>'"%@`]|:(?:\s|$)|\s#/.test(text);
}
