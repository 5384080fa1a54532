import type { Options } from './options.js';
import type { Row } from './report/row.js';

/** A group of measurements. */
export interface Section {
  /** For `--only`. */
  readonly id: string;
  readonly title: string;
  /** @throws CannotMeasure where something it needs is not there */
  run(context: Context): Promise<Row[]>;
}

export interface Context {
  readonly options: Options;
  /** Says what is going on. */
  readonly say: (text: string) => void;
  /** The model folder that the product is measured with, and what to call it. */
  readonly model: () => Promise<MeasuredModel>;
}

export interface MeasuredModel {
  readonly directory: string;
  /** e.g. `bundled model` or `random model of the same shape`. */
  readonly name: string;
}

/** What is needed is not there: a gap in the report, not a failure. */
export class CannotMeasure extends Error {}
