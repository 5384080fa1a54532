import type { Alternative, RewriteParameters } from '../../core/protocol/protocol.js';
import { assembleText, type Chosen } from './assembleResult.js';
import { countCharacters } from './characters.js';
import { bestCombinations, type Option } from './combinations.js';
import type { PlannedSegment, RewriteAnswer, RewriteJob } from '../decoding/rewriteJob.js';

/** Combinations that are looked at, for each alternative wanted; several may come to the same text. */
const combinationsEach = 6;
/** Combinations at most, also counting those that are too long. */
const mostCombinations = 500;

interface AnswerOption extends Option {
  /** Undefined where the sentence stays as it is. */
  readonly answer: RewriteAnswer | undefined;
}

/**
 * Further answers to a whole text, best first: each differs from the others, and from the answer itself.
 * @param choices what its sentences became
 * @param pool what they can become
 * @param output the answer itself
 */
export function alternativesOf(
  plan: readonly PlannedSegment[],
  choices: ReadonlyMap<RewriteJob, Chosen>,
  pool: ReadonlyMap<RewriteJob, readonly RewriteAnswer[]>,
  wishes: Pick<RewriteParameters, 'alternatives' | 'maximumCharacters' | 'format'>,
  output: string,
): Alternative[] {
  const { alternatives = 0, maximumCharacters = Infinity, format } = wishes;
  const jobs = [...new Set(plan.flatMap(({ job }) => job ?? []))];
  const counts = jobs.map((job) => plan.filter((planned) => planned.job === job).length);
  const slots = jobs.map((job, slot) => ({
    weight: Math.max(1, job.textIds.length),
    count: counts[slot] ?? 0,
    options: optionsOf(pool.get(job) ?? []),
  }));
  const now = jobs.map((job) => countCharacters(choices.get(job)?.answer?.output ?? ''));
  const others = countCharacters(output) - sum(now.map((size, slot) => size * (counts[slot] ?? 0)));
  const found = new Map<string, Alternative>();
  let looked = 0;
  for (const indices of bestCombinations(slots, mostCombinations)) {
    if (found.size >= alternatives || looked >= alternatives * combinationsEach) break;
    const options = slots.map((slot, index) => slot.options[indices[index] ?? 0]);
    const size = others + sum(options.map((option, slot) => (option?.size ?? 0) * (counts[slot] ?? 0)));
    if (size > maximumCharacters) continue;
    looked++;
    const chosen = new Map(jobs.map((job, slot) => [job, options[slot]?.answer]));
    const text = assembleText(plan, (job) => chosenOr(choices.get(job), chosen.get(job)), format);
    const known = text.output === output || found.has(text.output);
    if (known || text.tokens === 0 || countCharacters(text.output) > maximumCharacters) continue;
    found.set(text.output, { output: text.output, score: text.score, tokens: text.tokens });
  }
  return [...found.values()].sort((first, second) => second.score - first.score);
}

/** At least one option, best first. */
function optionsOf(answers: readonly RewriteAnswer[]): AnswerOption[] {
  if (answers.length === 0) return [{ answer: undefined, score: 0, size: 0 }];
  return answers
    .map((answer) => ({ answer, score: answer.candidate.score, size: countCharacters(answer.output) }))
    .sort((first, second) => second.score - first.score);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function chosenOr(usual: Chosen | undefined, answer: RewriteAnswer | undefined): Chosen {
  return answer ? { answer } : { answer: undefined, warning: usual?.answer ? undefined : usual?.warning };
}
