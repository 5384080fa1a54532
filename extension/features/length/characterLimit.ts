/** The limits that a person may ask for, in user-perceived characters. */
export const characterLimits = { minimum: 1, maximum: 100_000 } as const;

/** The number that was typed, or undefined where that is no limit: digits only, white space around them does not matter. */
export function parseCharacterLimit(typed: string): number | undefined {
  const digits = typed.trim();
  const limit = /^\d{1,6}$/.test(digits) ? Number(digits) : NaN;
  return limit >= characterLimits.minimum && limit <= characterLimits.maximum ? limit : undefined;
}
