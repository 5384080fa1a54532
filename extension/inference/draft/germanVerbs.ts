/** Finite verbs that other verbs go with. */
export const auxiliaries = words(
  'bin bist ist sind seid war warst waren habe hast hat haben hatte hattest hatten hätte hätten werde wirst wird werden wurde wurden würde würden wäre wären kann kannst können konnte konnten könnte könnten muss musst müssen musste mussten müsste soll sollst sollen sollte sollten will willst wollen wollte wollten möchte möchten darf darfst dürfen durfte mag mögen',
);
/** Prefixes that leave their verb in a main clause: "stürzt … ab". */
export const separable =
  /^(ab|an|auf|aus|bei|durch|ein|fest|her|hin|los|mit|nach|um|vor|weg|weiter|zurück|zu)(?!ge|zu)(\p{Ll}{2,}(?:t|te|ten|e|st|en))$/u;
/** Pronouns that are the subject where they stand before a verb. */
export const subjects = words('ich du er sie es wir ihr das dies man');
/** Past participles, by their form. */
export const participle =
  /^(?:(?:\p{Ll}{2,7})?ge\p{Ll}{2,}|(?:be|ver|er|zer|ent|miss)\p{Ll}{3,}|\p{Ll}+ier)(?:t|en)$/u;
/** Splits a sentence into clauses, with what stands between them. */
export const clauseEnd = /([,;:.!?]+(?:\s+|$))/u;

/** `clause` with the word at `from` taken out and put in at `to`. */
export function moved(clause: readonly string[], from: number, to: number): string[] {
  const result = [...clause];
  result.splice(to, 0, ...result.splice(from, 1));
  return result;
}

/** A set of the words of a list. */
export function words(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}
