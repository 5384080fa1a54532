import type { ProcessState } from './processState.js';

/** The inference process as far as work that nobody asked for has to know it. */
export interface RunningProcess extends Pick<ProcessState, 'state' | 'onState'> {
  /** Whether a process runs already, for any window; starts nothing. */
  isRunning(): Promise<boolean>;
}

/**
 * Whether a hover or a rule may ask the model. A pointer that moves is no request of a person: without their setting it
 * gets an answer only from a process that runs already, for this window or another one, because of a command they ran.
 */
export async function mayAsk(process: RunningProcess, startProcess: boolean): Promise<boolean> {
  const { phase } = process.state;
  return (
    startProcess ||
    phase === 'ready' ||
    phase === 'busy' ||
    phase === 'loading' ||
    (phase === 'stopped' && (await process.isRunning()))
  );
}
