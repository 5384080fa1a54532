import type { ClientState } from '../../client/clientTypes.js';

/**
 * Whether a hover may ask the model. A pointer that moves is no request of a person: without their setting it gets
 * an answer only from a process that this window is connected to already, because of a command that they ran.
 */
export function mayAsk(phase: ClientState['phase'], startProcess: boolean): boolean {
  return startProcess || phase === 'ready' || phase === 'busy' || phase === 'loading';
}
