import { parser as cpp } from '@lezer/cpp';
import { parser as go } from '@lezer/go';
import { parser as java } from '@lezer/java';
import { parser as javascript } from '@lezer/javascript';
import { parser as php } from '@lezer/php';
import { parser as python } from '@lezer/python';
import { parser as rust } from '@lezer/rust';
import type { LRParser } from '@lezer/lr';

/** Parsers by name; each is loaded when it is asked for. */
const parsers: Readonly<Record<string, () => LRParser>> = {
  cpp: () => cpp,
  go: () => go,
  java: () => java,
  javascript: () => javascript,
  php: () => php,
  python: () => python,
  rust: () => rust,
};

/** @throws RangeError if there is no parser of that name */
export function lezerParser(name: string): LRParser {
  const load = parsers[name];
  if (load === undefined) throw new RangeError(`There is no parser named ${name}.`);
  return load();
}
