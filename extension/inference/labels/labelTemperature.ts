import type { Manifest } from '../../core/model/manifest.js';
import { labelSetOf } from './labelQuestion.js';

/**
 * By what the scores of labels are divided before they become probabilities: without it a model is surer, or less sure,
 * than it is right.
 * @param equalLengths whether all labels have the same number of tokens
 */
export function labelTemperature(
  { calibration, labelSets }: Pick<Manifest, 'calibration' | 'labelSets'>,
  labels: readonly string[],
  equalLengths: boolean,
): number {
  if (!calibration) return 1;
  const set = labelSetOf(labelSets, labels);
  const own = set && calibration.labelSets[set.id];
  return own ?? (equalLengths ? calibration.equalLengths : calibration.unequalLengths);
}
