import type { ClassifyResult } from '../../core/protocol.js';

type Scores = ClassifyResult['scores'];

const width = 10;
/** A label that is less probable says nothing, unless it is the only one. */
const worthALine = 0.05;

const byProbability = (scores: Scores): Scores =>
  [...scores].sort((first, second) => second.probability - first.probability);
const oneLine = (label: string): string => label.replace(/\s+/g, ' ').trim();
const percent = (probability: number): string => `${Math.round(probability * 100)} %`;

/**
 * The most probable labels as lines of text, each with a bar, percent and the label. The label comes last, because
 * only there its width (Chinese takes two columns) moves nothing.
 */
export function bars(scores: Scores, most = 3): string {
  return byProbability(scores)
    .filter(({ probability }, rank) => rank === 0 || probability >= worthALine)
    .slice(0, most)
    .map(({ label, probability }) => {
      const full = Math.round(Math.min(1, Math.max(0, probability)) * width);
      const bar = '█'.repeat(full) + '░'.repeat(width - full);
      return `${bar} ${percent(probability).padStart(5)}  ${oneLine(label)}`;
    })
    .join('\n');
}

/** All labels with their probabilities as one line, the most probable first. */
export function summary(scores: Scores): string {
  return byProbability(scores)
    .map(({ label, probability }) => `${oneLine(label)} ${percent(probability)}`)
    .join(' · ');
}
