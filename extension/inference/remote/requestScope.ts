import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * Which signal cancels the request of a person that a request to the server is made for. A step of a graph on this machine
 * cannot be stopped, so that steps are not told of it; one elsewhere can.
 */
export class RequestScope {
  private readonly storage = new AsyncLocalStorage<AbortSignal | undefined>();

  /** Of the work that is running; undefined where none can cancel it. */
  public get signal(): AbortSignal | undefined {
    return this.storage.getStore();
  }

  /** Does some work; all that it waits for is cancelled by the signal. */
  public run<Result>(signal: AbortSignal | undefined, work: () => Result): Result {
    return this.storage.run(signal, work);
  }
}
