/** A sentence in English with places `{0}`, `{1}` … for values, so that whoever shows it to a person can translate it. */
export interface Wording {
  readonly template: string;
  readonly values: readonly (string | number)[];
}

/** The sentence itself. */
export function worded({ template, values }: Wording): string {
  return template.replace(/\{(\d+)\}/g, (whole, index: string) => String(values[Number(index)] ?? whole));
}

/** Data from another process as a wording; undefined if it is none. */
export function wordingFrom(data: unknown): Wording | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { template, values } = data as Partial<Record<keyof Wording, unknown>>;
  const isValue = (value: unknown): value is string | number =>
    typeof value === 'string' || typeof value === 'number';
  return typeof template === 'string' && Array.isArray(values) && values.every(isValue)
    ? { template, values }
    : undefined;
}
