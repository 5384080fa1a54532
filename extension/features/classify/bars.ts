import type { ClassifyResult } from '../../core/protocol/protocol.js';

type Scores = ClassifyResult['scores'];

const width = 10;
/** A label that is less probable says nothing, unless it is the only one. */
const worthAWord = 0.05;
/** Longer names are cut: a hover is narrow. */
const longest = 32;

const byProbability = (scores: Scores): Scores =>
  [...scores].sort((first, second) => second.probability - first.probability);
const oneLine = (label: string): string => label.replace(/\s+/g, ' ').trim();
const percent = (probability: number): string => `${Math.round(probability * 100)} %`;

/**
 * A set of labels as one line: a bar and percent for the most probable label, the name of the set, that label, and the
 * next one if it is worth a word. Names come last, because only there their width (Chinese takes two columns) moves
 * nothing.
 * @param scores at least one
 */
export function barLine(title: string, scores: Scores): string {
  const [best, next] = byProbability(scores);
  const probability = best?.probability ?? 0;
  const full = Math.round(Math.min(1, Math.max(0, probability)) * width);
  const bar = '█'.repeat(full) + '░'.repeat(width - full);
  const second =
    next !== undefined && next.probability >= worthAWord
      ? ` · ${cut(next.label)} ${percent(next.probability)}`
      : '';
  return `${bar} ${percent(probability).padStart(5)}  ${cut(title)}: ${cut(best?.label ?? '')}${second}`;
}

/** All labels with their probabilities as one line, the most probable first. */
export function summary(scores: Scores): string {
  return byProbability(scores)
    .map(({ label, probability }) => `${oneLine(label)} ${percent(probability)}`)
    .join(' · ');
}

function cut(name: string): string {
  const line = oneLine(name);
  return line.length > longest ? `${line.slice(0, longest).replace(/[\ud800-\udbff]$/, '')}…` : line;
}
