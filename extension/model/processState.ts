import type { ClientState } from '../client/inferenceClient.js';

/** What the status shows of the inference process, and where it hears of changes. */
export interface ProcessState {
  readonly state: ClientState;
  onState(listener: (state: ClientState) => void): { dispose(): void };
}
