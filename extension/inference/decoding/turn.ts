import { setImmediate } from 'node:timers/promises';

/**
 * Lets waiting messages be handled, then goes on unless the work was cancelled meanwhile. onnxruntime's `run` blocks
 * the thread, so that a cancellation can arrive between two runs only.
 * @throws DOMException `AbortError`
 */
export async function nextTurn(signal: AbortSignal | undefined): Promise<void> {
  await setImmediate();
  if (signal?.aborted) throw new DOMException('The request was cancelled.', 'AbortError');
}
