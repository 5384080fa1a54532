export type Unit = 'ms' | 'MB' | '%' | 'Mchar/s';

/** One line of the result: a figure, what it was measured on, and what it is compared with. */
export interface Row {
  readonly section: string;
  /** What was measured, in words that stand alone. */
  readonly measured: string;
  readonly value: number;
  readonly unit: Unit;
  /** What it is compared with, in the same unit. */
  readonly baseline?: { readonly measured: string; readonly value: number };
  /** How many times less than the baseline it takes: median over the rounds. */
  readonly ratio?: number;
  /** The same of the processor time of all threads, which other programs hardly change. */
  readonly processorRatio?: number;
  readonly goal?: Goal;
  /** Number of measurements behind the median. */
  readonly samples: number;
  /** The middle 80 % of the measurements. */
  readonly spread?: readonly [low: number, high: number];
}

/** What is to be reached, of the ratio where there is one, else of the value. */
export interface Goal {
  readonly kind: 'at least' | 'under';
  readonly limit: number;
}

/** A section or comparison that could not be measured, and why. */
export interface Missing {
  readonly section: string;
  readonly reason: string;
}

/** Whether a row reaches its goal; undefined without a goal. */
export function reached({ value, ratio, goal }: Row): boolean | undefined {
  if (!goal) return undefined;
  const figure = ratio ?? value;
  return goal.kind === 'at least' ? figure >= goal.limit : figure < goal.limit;
}
