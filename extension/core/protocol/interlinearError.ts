import { worded, type Wording } from './wording.js';

/** Error codes of our own, in the range that JSON-RPC leaves to applications. */
export const errorCodes = {
  modelNotFound: 1001,
  modelInvalid: 1002,
  modelCorrupt: 1003,
  unknownInstruction: 1004,
  emptyInput: 1005,
  deviceUnavailable: 1006,
  tooManyLabels: 1007,
  invalidArgument: 1008,
  notLoaded: 1009,
  processFailed: 1010,
  processHung: 1011,
  installFailed: 1012,
  endpointFailed: 1013,
} as const;
export type ErrorCode = keyof typeof errorCodes;

/** An error that a person caused and can mend: its message says what is wrong and what to do. */
export class InterlinearError extends Error {
  /** What the message was made of, where it can be translated. */
  public readonly wording: Wording | undefined;

  /** @param values for the places `{0}`, `{1}` … of a message that can be translated; absent for one that cannot */
  public constructor(
    public readonly code: ErrorCode,
    message: string,
    values?: Wording['values'],
  ) {
    const wording = values && { template: message, values };
    super(wording ? worded(wording) : message);
    this.name = 'InterlinearError';
    this.wording = wording;
  }
}
