import { median, pairedRatio, quantile } from '../measure/statistics.js';
import type { Times } from '../measure/interleave.js';
import type { Goal, Row } from './row.js';

/** The middle 80 % of some measurements. */
export function spreadOf(values: readonly number[]): [number, number] {
  return [quantile(values, 0.1), quantile(values, 0.9)];
}

export interface Side {
  readonly measured: string;
  readonly times: Times;
}

/** A row that says how long `ours` takes, and how many times longer the baseline does in the same rounds. */
export function comparisonRow(section: string, ours: Side, baseline: Side, goal?: Goal): Row {
  return {
    ...durationRow(section, ours, goal),
    baseline: { measured: baseline.measured, value: median(baseline.times.wall) },
    ratio: pairedRatio(baseline.times.wall, ours.times.wall),
    processorRatio: pairedRatio(baseline.times.processor, ours.times.processor),
  };
}

/** A row that says how long something takes. */
export function durationRow(section: string, { measured, times }: Side, goal?: Goal): Row {
  return {
    section,
    measured,
    value: median(times.wall),
    unit: 'ms',
    samples: times.wall.length,
    spread: spreadOf(times.wall),
    ...(goal && { goal }),
  };
}
