import type { ClassifyResult } from '../../core/protocol/protocol.js';
import { languageCode, languageSet, type LabelSet } from '../../session/labels/labelSets.js';
import type { Rule } from './rule.js';

/** What a rule has against a sentence. */
export interface Verdict {
  /** The most probable of the labels that are wrong. */
  readonly label: string;
  /** That any wrong label is true, from 0 to 1. */
  readonly probability: number;
}

/**
 * The labels of a set that a rule takes for wrong. Labels may be named in any letter case, by one of their words, and
 * languages by their code.
 * @returns none if the rule names no label of the set, because then nothing can be said
 */
export function wrongLabels(rule: Pick<Rule, 'warnOn' | 'expect'>, set: LabelSet): readonly string[] {
  const named = labelsNamed(rule.warnOn ?? rule.expect ?? [], set);
  if (named.length === 0) {
    return [];
  }
  return rule.warnOn ? named : set.labels.filter((label) => !named.includes(label));
}

/** @returns undefined where the sentence is right, or the model not sure enough that it is not */
export function verdictOn(
  wrong: readonly string[],
  scores: ClassifyResult['scores'],
  atLeast: number,
): Verdict | undefined {
  const against = scores.filter(({ label }) => wrong.includes(label));
  const probability = against.reduce((sum, score) => sum + score.probability, 0);
  const [worst] = [...against].sort((first, second) => second.probability - first.probability);
  return worst !== undefined && probability >= atLeast ? { label: worst.label, probability } : undefined;
}

function labelsNamed(names: readonly string[], set: LabelSet): string[] {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  return set.labels.filter((label) => {
    const code = set.name === languageSet ? languageCode(set, label) : undefined;
    const spellings = [
      label,
      ...(code === undefined ? [] : [code]),
      ...Object.values(set.words?.[label] ?? {}),
    ];
    return spellings.some((spelling) => wanted.has(spelling.toLowerCase()));
  });
}
