import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { createNonce, createProof, isProof } from '../node/handshake.js';
import { protocolVersion } from '../core/protocol/protocol.js';
import { alreadyServedExitCode, helloType } from '../node/wire.js';
import { abortable } from './abortable.js';
import type { Logger } from './clientTypes.js';
import type { Endpoint } from './endpoint.js';
import type { HangLimits } from './hangWatch.js';
import { ensureSecret } from './privateFiles.js';
import { openSocket, ServerLink } from './serverLink.js';
import type { ServerChild } from './spawnServer.js';

/** What is at the address refused us or is not ours. */
export class HandshakeError extends Error {
  public constructor(message: string) {
    super(message);
    this.name = 'HandshakeError';
  }
}

/** The process could not be started, ended at once, or did not come up in time. */
export class StartError extends Error {
  public constructor(
    public readonly kind: 'timeout' | 'ended',
    public readonly child: ServerChild | null,
  ) {
    super(`The inference process did not start: ${kind}.`);
    this.name = 'StartError';
  }
}

export interface ConnectOptions {
  readonly endpoint: Endpoint;
  readonly version: string;
  readonly limits: HangLimits;
  readonly startMilliseconds: number;
  readonly spawn: () => ServerChild;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

export interface Connected {
  readonly link: ServerLink;
  /** The process if this window started it, for its exit code. */
  readonly child: ServerChild | null;
}

/**
 * Joins the process that serves the endpoint, or starts one. When several windows start one at the same time,
 * the processes agree among themselves which stays, and everybody ends up connected to that.
 * @throws HandshakeError, StartError, the signal's reason
 */
export async function connectOrSpawn(options: ConnectOptions): Promise<Connected> {
  let child: ServerChild | null = null;
  const end = performance.now() + options.startMilliseconds;
  for (let pause = 5; ; pause = Math.min(pause * 1.5, 60)) {
    options.signal.throwIfAborted();
    const link = await tryLink(options);
    if (link !== null) return { link, child };
    if (child?.exit !== undefined && child.exit !== null) {
      const { code } = child.exit;
      if (code !== 0 && code !== alreadyServedExitCode) throw new StartError('ended', child);
      child = null;
    }
    if (performance.now() > end) {
      if (child?.exit === null) kill(child.processId);
      throw new StartError('timeout', child);
    }
    child ??= options.spawn();
    await sleep(pause, undefined, { signal: options.signal }).catch(() => undefined);
  }
}

/** A greeted link, or null when nobody is there (any more). */
async function tryLink(options: ConnectOptions): Promise<ServerLink | null> {
  const socket = await openSocket(options.endpoint.address).catch(() => null);
  if (socket === null) return null;
  const link = new ServerLink(socket, options.limits, options.log);
  try {
    if (await greet(link, options)) return link;
  } catch (error) {
    link.dispose();
    throw error;
  }
  link.dispose();
  return null;
}

/** Exchanges proofs. @returns false when the process went away, or hung and was ended */
async function greet(link: ServerLink, options: ConnectOptions): Promise<boolean> {
  const secret = await ensureSecret(options.endpoint.secretPath);
  const nonce = createNonce();
  const hello = link.connection
    .sendRequest(helloType, {
      protocolVersion,
      version: options.version,
      processId: process.pid,
      nonce,
      proof: createProof(secret, 'client', nonce),
    })
    .catch((error: unknown) => {
      if (link.end !== null) return null;
      throw new HandshakeError(error instanceof Error ? error.message : String(error));
    });
  const patience = new AbortController();
  try {
    const silence = waitUntilHung(options, patience.signal);
    const answer = await abortable(Promise.race([hello, silence]), options.signal);
    if (answer === 'hung') {
      const processId = (await readState(options.endpoint)).processId;
      options.log.error(`inference process ${processId ?? '?'} does not answer, ending it`);
      kill(processId);
      return false;
    }
    if (answer === null) return false;
    if (!isProof(answer.proof, secret, 'server', nonce)) throw new HandshakeError('no proof');
    link.processId = answer.processId;
    return true;
  } finally {
    patience.abort();
  }
}

/** Resolves when a process that accepted the connection has been silent for longer than its work explains. */
async function waitUntilHung(options: ConnectOptions, signal: AbortSignal): Promise<'hung'> {
  for (let seconds = 1; ; seconds++) {
    // A rejection of an aborted wait has no reader: the race is over then.
    await sleep(1_000, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return 'hung';
    const { loading } = await readState(options.endpoint);
    if (seconds >= (loading ? options.limits.loadSeconds : options.limits.hangSeconds)) return 'hung';
  }
}

/** What the process wrote about itself; it holds as long as its socket accepts connections. */
async function readState(endpoint: Endpoint): Promise<{ processId: number | null; loading: boolean }> {
  try {
    const state: unknown = JSON.parse(await readFile(endpoint.statePath, 'utf8'));
    if (typeof state !== 'object' || state === null) return { processId: null, loading: false };
    const processId = 'processId' in state && typeof state.processId === 'number' ? state.processId : null;
    return { processId, loading: 'loading' in state && state.loading === true };
  } catch {
    return { processId: null, loading: false };
  }
}

function kill(processId: number | null): void {
  if (processId === null || processId <= 1) return;
  try {
    process.kill(processId, 'SIGKILL');
  } catch {
    // It has ended by itself meanwhile.
  }
}
