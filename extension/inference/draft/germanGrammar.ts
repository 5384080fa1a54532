import { auxiliaries, clauseEnd, moved, participle, separable, subjects, words } from './germanVerbs.js';

/** Words behind which the verb stands last, wherever they stand. */
const always = words('weil dass daß obwohl bevor nachdem sobald falls sodass wenn ob solange indem');
/** Words that do so behind a comma only: at the start they ask, or mean something else. */
const behindComma = words('damit wer was wie wo wann warum wieso woher wohin wofür womit');
/** Words that do so where the subject follows them: "als ich kam", but "als Kind". */
const beforeSubject = words('als da während bis seit');
const conjunctions = words('und oder aber sondern');
/** Words that stand before the verb of a main clause without being its subject. */
const correlates = words('so dann da');
/** Adverbs that stand first, and the subject behind the verb then. */
const fronting = words('heute gestern morgen jetzt hier dort bald oft manchmal');
/** Words that begin a group with a noun. */
const determiners = words(
  'der die das den dem des ein eine einen einem einer eines mein meine meinen meinem meiner dein deine deinen deinem deiner sein seine seinen seinem seiner ihr ihre ihren ihrem ihrer unser unsere unseren unserem unserer diese diesen dieses diesem dieser mich dich uns euch ihn ihm',
);
/** They look like finite verbs and are none. */
const unlikeVerbs = words(
  'nicht oft heute jetzt selbst fast erst meist sonst gut gerne heute gestern morgen eben neben immer alle beide andere eine keine ihre seine meine',
);
const finite = /^\p{Ll}{2,}(?:e|st|t|en|te|test|ten|tet)$/u;
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
    const hasSubject = beforeSubject.has(word) && subjects.has(clause[1] ?? '');
    if (always.has(word) || hasSubject || (!isFirst && behindComma.has(word))) {
      parts[at] = verbsLast(clause).join(' ');
      fronted = isFirst;
    } else if (isFirst || fronted) {
      parts[at] = (fronted ? verbFirst(clause) : mainClause(clause)).join(' ');
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
  if (at >= 0) return moved(clause, at, last);
  // "dass Sie finden den Schlüssel"
  const [subject = '', verb = '', next = ''] = clause.slice(from);
  const isBehind = subjects.has(subject.toLowerCase()) && isFinite(verb) && determiners.has(next);
  return isBehind ? moved(clause, from + 1, last) : [...clause];
}

/** The main clause behind a subordinate one: "die Änderungen sind verloren" → "sind die Änderungen verloren". */
function verbFirst(clause: readonly string[]): string[] {
  const [first = ''] = clause;
  if (auxiliaries.has(first) || correlates.has(first) || conjunctions.has(first)) return [...clause];
  const [prefix, verb] = separated(clause.at(-1));
  if (verb !== undefined && prefix !== undefined) return [verb, ...clause.slice(0, -1), prefix];
  // "ich lebte in Berlin"
  if (subjects.has(first) && isFinite(clause[1])) return moved(clause, 1, 0);
  const at = clause.findIndex((word, index) => index <= furthest && auxiliaries.has(word));
  return at < 1 ? [...clause] : moved(clause, at, 0);
}

/** A main clause at the start of a sentence with its verb second, and participles last. */
function mainClause(clause: readonly string[]): string[] {
  const [first = '', second = ''] = clause;
  if (fronting.has(first.toLowerCase()) && (subjects.has(second) || determiners.has(second))) {
    return [first, ...verbFirst(clause.slice(1))];
  }
  const last = clause.length - 1;
  const at = clause.findIndex((word, index) => index > 0 && isParticiple(word));
  if (at < 0) return inTwo(clause);
  // "Die Datei gespeichert wurde im Projekt"
  if (auxiliaries.has(clause[at + 1] ?? '')) return moved(clause, at, last);
  // "Sie haben verkauft ihr Haus"
  const isPerfect = clause.slice(0, at).some((word) => auxiliaries.has(word.toLowerCase()));
  return isPerfect && determiners.has(clause[at + 1] ?? '') ? moved(clause, at, last) : [...clause];
}

function isParticiple(word: string): boolean {
  return participle.test(word) && !auxiliaries.has(word) && !determiners.has(word);
}

function isFinite(word = ''): boolean {
  return finite.test(word) && !unlikeVerbs.has(word) && !determiners.has(word);
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
