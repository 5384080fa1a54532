import { auxiliaries, clauseEnd, moved, separable, words } from './germanVerbs.js';

/** Words behind which the verb stands last, wherever they stand. */
const always = words('weil dass daß obwohl bevor nachdem sobald falls sodass wenn ob solange indem');
/** Words that do so behind a comma only: at the start they ask, or mean something else. */
const behindComma = words('damit wer was wie wo wann warum wieso woher wohin wofür womit');
const conjunctions = words('und oder aber sondern');
/** Words that stand before the verb of a main clause without being its subject. */
const correlates = words('so dann da');
/** Furthest place of the verb of a main clause that the source's order has left behind its subject. */
const furthest = 6;

/**
 * A German draft with the verbs where grammar has them and the words leave no doubt: finite auxiliaries at the end of a
 * subordinate clause ("weil er ist krank"), the verb first behind such a clause ("wenn …, die Anwendung abstürzt"), a
 * separable verb in two ("die Anwendung abstürzt"). Phrase tables leave verbs where the source has them.
 */
export function germanGrammar(text: string): string {
  const parts = text.split(clauseEnd);
  let fronted = false;
  for (let at = 0; at < parts.length; at += 2) {
    const clause = (parts[at] ?? '').split(' ');
    const word = (clause[0] ?? '').toLowerCase();
    const isFirst = at === 0 || /[.;:!?]/u.test(parts[at - 1] ?? '');
    if (always.has(word) || (!isFirst && behindComma.has(word))) {
      parts[at] = verbsLast(clause).join(' ');
      fronted = isFirst;
    } else if (isFirst || fronted) {
      parts[at] = (fronted ? verbFirst(clause) : inTwo(clause)).join(' ');
      fronted = false;
    }
  }
  return parts.join('');
}

/** Each part of a subordinate clause with its finite auxiliary last. */
function verbsLast(clause: readonly string[]): string[] {
  const cut = clause.findIndex(
    (word, index) => conjunctions.has(word) && clause.slice(index).some((other) => auxiliaries.has(other)),
  );
  if (cut < 1) return verbLast(clause, 1);
  return [...verbLast(clause.slice(0, cut), 1), clause[cut] ?? '', ...verbLast(clause.slice(cut + 1), 0)];
}

function verbLast(clause: readonly string[], from: number): string[] {
  const last = clause.length - 1;
  // "dass es getan werden muss" has its finite verb where it belongs.
  if (auxiliaries.has(clause[last] ?? '')) return [...clause];
  const at = clause.findIndex((word, index) => index >= from && auxiliaries.has(word));
  return at < 0 ? [...clause] : moved(clause, at, last);
}

/** The main clause behind a subordinate one: "die Änderungen sind verloren" → "sind die Änderungen verloren". */
function verbFirst(clause: readonly string[]): string[] {
  const [first = ''] = clause;
  if (auxiliaries.has(first) || correlates.has(first) || conjunctions.has(first)) return [...clause];
  const [prefix, verb] = separated(clause.at(-1));
  if (verb !== undefined && prefix !== undefined) return [verb, ...clause.slice(0, -1), prefix];
  const at = clause.findIndex((word, index) => index <= furthest && auxiliaries.has(word));
  return at < 1 ? [...clause] : moved(clause, at, 0);
}

/** A main clause that ends with a separable verb: "Die Anwendung abstürzt" → "Die Anwendung stürzt ab". */
function inTwo(clause: readonly string[]): string[] {
  const [prefix, verb] = separated(clause.at(-1));
  const isAlone = clause.length > 1 && !clause.some((word) => auxiliaries.has(word.toLowerCase()));
  if (verb === undefined || prefix === undefined || !isAlone) return [...clause];
  return [...clause.slice(0, -1), verb, prefix];
}

/** Prefix and verb of a finite separable verb in one word; an infinitive is none. */
function separated(word = ''): [prefix?: string, verb?: string] {
  const [, prefix, verb] = separable.exec(word) ?? [];
  return prefix !== undefined && verb?.endsWith('t') === true ? [prefix, verb] : [];
}
