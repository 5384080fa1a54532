import { endpointMessages, type EndpointProblem } from './endpointMessages.js';
import { InterlinearError } from './protocol.js';

/** How an {@link EndpointError} travels between processes. */
export interface EndpointErrorData {
  readonly problem: EndpointProblem;
  readonly values: readonly string[];
}

/**
 * A server that computes in place of this machine cannot be used. No text of a document and no token is in
 * its message.
 */
export class EndpointError extends InterlinearError implements EndpointErrorData {
  public readonly values: readonly string[];

  public constructor(
    public readonly problem: EndpointProblem,
    ...values: readonly string[]
  ) {
    super('endpointFailed', endpointMessages[problem], values);
    this.name = 'EndpointError';
    this.values = values;
  }

  /** The error that was sent as this data; undefined if it is none. */
  public static from(data: unknown): EndpointError | undefined {
    if (typeof data !== 'object' || data === null) return undefined;
    const { problem, values } = data as Partial<Record<string, unknown>>;
    if (typeof problem !== 'string' || !Object.hasOwn(endpointMessages, problem)) return undefined;
    if (!Array.isArray(values) || !values.every((value) => typeof value === 'string')) return undefined;
    return new EndpointError(problem as EndpointProblem, ...values);
  }
}
