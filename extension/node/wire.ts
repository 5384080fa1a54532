import { ErrorCodes, RequestType, ResponseError } from 'vscode-jsonrpc/node';
import { EndpointError, type EndpointErrorData } from '../core/protocol/endpointError.js';
import { wordingFrom } from '../core/protocol/wording.js';
import {
  errorCodes,
  InterlinearError,
  type ErrorCode,
  type RequestName,
  type Requests,
} from '../core/protocol/protocol.js';

export {
  helloType,
  stopType,
  activityType,
  exitingType,
  logType,
  passProgressType,
  partType,
  partToken,
  type HelloParameters,
  type HelloResult,
  type Activity,
  type ExitNotice,
  type LogLevel,
  type LogEntry,
} from './messageTypes.js';

/** Parameters as they travel: `progressToken` names the request in progress and activity messages. */
export type WireParameters<Name extends RequestName> = Requests[Name][0] & {
  readonly progressToken?: string;
};

/** The JSON-RPC request type of a name of the protocol's table. */
export function requestType<Name extends RequestName>(
  name: Name,
): RequestType<WireParameters<Name>, Requests[Name][1], void> {
  return new RequestType(name);
}

/** Same number as the Language Server Protocol's `RequestCancelled`. */
const requestCancelled = -32800;

/** Exit code of a process that found another one serving the same address. */
export const alreadyServedExitCode = 3;

/** Exit code of a process that found no room on the disk for its few files. */
export const diskFullExitCode = 28;

export function abortError(): DOMException {
  return new DOMException('The request was cancelled.', 'AbortError');
}

export function isAbortError(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

/** An engine's error as it is sent to the client: our own codes are kept, others become `InternalError`. */
export function toResponseError(error: unknown): ResponseError<unknown> {
  if (error instanceof EndpointError) {
    const data: EndpointErrorData = { problem: error.problem, values: error.values };
    return new ResponseError<unknown>(errorCodes[error.code], error.message, data);
  }
  if (error instanceof InterlinearError) {
    return new ResponseError<unknown>(errorCodes[error.code], error.message, error.wording);
  }
  if (isAbortError(error)) return new ResponseError(requestCancelled, 'cancelled');
  return new ResponseError(ErrorCodes.InternalError, error instanceof Error ? error.message : String(error));
}

const namesByCode = new Map<number, ErrorCode>(
  Object.entries(errorCodes).map(([name, code]) => [code, name as ErrorCode]),
);

/** The reverse of {@link toResponseError}: InterlinearError, AbortError, or the error as it came. */
export function fromResponseError(error: unknown): unknown {
  if (!(error instanceof ResponseError)) return error;
  if (error.code === requestCancelled) return abortError();
  const endpointError = EndpointError.from(error.data);
  if (endpointError) return endpointError;
  const code = namesByCode.get(error.code);
  if (code === undefined) return error;
  const wording = wordingFrom(error.data);
  return wording
    ? new InterlinearError(code, wording.template, wording.values)
    : new InterlinearError(code, error.message);
}
