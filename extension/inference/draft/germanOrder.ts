import type { TableDraft } from './draftDecoder.js';
import { germanGrammar } from './germanGrammar.js';
import { auxiliaries, clauseEnd, moved, participle, separable, subjects, words } from './germanVerbs.js';

/** Words that begin a clause whose verb stands at its end. */
const subordinating = words(
  'weil dass daß wenn ob da als bevor nachdem obwohl damit während sobald solange falls indem sodass bis wie was wer wo warum welche welcher welches',
);
const infinitive = /^\p{Ll}{2,}(?:en|ern|eln)$/u;
/** They only look like infinitives. */
const adverbs = words(
  'gestern morgen gern sondern eben neben zwischen oben unten innen außen wegen gegen zusammen einen keinen seinen ihren den allen',
);

/** So many drafts are put into other orders. */
const reordered = 3;
/** Orders that grammar may demand stand by so much behind their draft until the model was asked. */
const penalty = 0.5;

/** Drafts in the order that grammar demands, with other orders of the first ones among them, best first. */
export function withOtherOrders(drafts: readonly TableDraft[], language: string): readonly TableDraft[] {
  if (language !== 'de') return drafts;
  const known = new Set<string>();
  const isNew = ({ text }: TableDraft): boolean => known.size < known.add(text).size;
  return drafts
    .flatMap((draft, index) => {
      const right = germanGrammar(draft.text);
      const others = index < reordered ? germanOrders(right) : [];
      return [
        { text: right, score: draft.score },
        ...others.map((text) => ({ text, score: draft.score - penalty })),
      ];
    })
    .filter(isNew);
}

/**
 * Other orders of a German draft, each with the verb of one clause where grammar has it: phrase tables leave it where the
 * source has it. Nobody says that these are better; the model ranks them.
 */
export function germanOrders(text: string): string[] {
  const parts = text.split(clauseEnd);
  const found = new Set<string>();
  const mended = [...parts];
  for (let at = 0; at < parts.length; at += 2) {
    const own = (parts[at] ?? '').split(' ');
    const other = isSubordinate(own) ? verbLast(own) : mainClause(own, at === 0);
    if (!other) continue;
    mended[at] = other.join(' ');
    found.add(parts.map((part, index) => (index === at ? other.join(' ') : part)).join(''));
  }
  found.add(mended.join(''));
  found.delete(text);
  return [...found];
}

function isSubordinate([first = '']: readonly string[]): boolean {
  return subordinating.has(first.toLowerCase());
}

/** "weil der Datenträger ist voll" → "weil der Datenträger voll ist". */
function verbLast(clause: readonly string[]): string[] | undefined {
  const at = clause.findIndex((word, index) => index > 0 && auxiliaries.has(word));
  return at < 0 || at === clause.length - 1 ? undefined : moved(clause, at, clause.length - 1);
}

function mainClause(clause: readonly string[], isFirst: boolean): string[] | undefined {
  const verb = clause.findIndex((word) => auxiliaries.has(word.toLowerCase()));
  if (verb < 0) return separated(clause);
  const last = clause.length - 1;
  // "Ich nicht kommen werde" → "Ich werde nicht kommen".
  if (isFirst && verb > 1 && subjects.has(clause[0]?.toLowerCase() ?? '')) return moved(clause, verb, 1);
  // "Ich habe das Buch gelesen gestern" → "Ich habe das Buch gestern gelesen".
  if (isVerb(clause[last] ?? '')) return undefined;
  const behind = clause.findIndex((word, index) => index > verb && isVerb(word));
  return behind > 0 ? moved(clause, behind, last) : undefined;
}

/** "Die Anwendung abstürzt oft" → "Die Anwendung stürzt oft ab". */
function separated(clause: readonly string[]): string[] | undefined {
  const at = clause.findIndex((word, index) => index > 0 && index < 5 && separable.test(word));
  const [, prefix, verb] = separable.exec(clause[at] ?? '') ?? [];
  if (prefix === undefined || verb === undefined) return undefined;
  return [...clause.slice(0, at), verb, ...clause.slice(at + 1), prefix];
}

function isVerb(word: string): boolean {
  return (participle.test(word) || infinitive.test(word)) && !adverbs.has(word) && !auxiliaries.has(word);
}
