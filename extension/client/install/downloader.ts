import { basename, dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkContent, type ModelFile } from '../../node/modelFiles.js';
import { InterlinearError } from '../../core/protocol/protocol.js';
import type { Localise, Logger } from '../clientTypes.js';
import { messages } from '../messages.js';
import { PartialFile } from './partialFile.js';
import {
  checkStatus,
  failureOf,
  isCertificateFailure,
  rangeOf,
  TransientError,
  validatorOf,
} from './response.js';

/** Aborts its signal when nothing has come for too long; tells that apart from a person who cancels. */
export class StallTimer {
  readonly #abort = new AbortController();
  #timer: NodeJS.Timeout | undefined;

  public constructor(private readonly milliseconds: number) {
    this.heard();
  }

  public get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Something came: the time starts anew. */
  public heard(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#abort.abort(), this.milliseconds);
  }

  public dispose(): void {
    clearTimeout(this.#timer);
  }
}

export interface DownloadLimits {
  /** A connection that brings nothing for so long is given up, in milliseconds. */
  readonly stall: number;
  /** Tries in a row that brought not one byte. */
  readonly attempts: number;
  /** Pause after the first of them, in milliseconds; doubles with each further one. */
  readonly firstPause: number;
}

const defaultLimits: DownloadLimits = { stall: 30_000, attempts: 6, firstPause: 500 };

/** How often a file that came in pieces and was wrong is begun anew. */
const mostRounds = 3;

/** What becomes of an answer: its head, then its body piece by piece. */
interface Receiver {
  begin(response: Response): Promise<void>;
  take(chunk: Uint8Array): Promise<void>;
}

export interface DownloaderOptions {
  readonly localise: Localise;
  readonly log: Logger;
  /** The `fetch` of VS Code's extension host knows the proxy and the certificates of the person. */
  readonly fetch?: typeof fetch;
  readonly limits?: DownloadLimits;
}

export interface DownloadOptions {
  readonly signal: AbortSignal;
  /** Told how many bytes of the file are there. */
  readonly onBytes: (done: number) => void;
}

/** Downloads files of a known size and SHA-256 over connections that break, goes on where it stopped, and believes nobody. */
export class Downloader {
  readonly #limits: DownloadLimits;
  readonly #fetch: typeof fetch;

  public constructor(private readonly options: DownloaderOptions) {
    this.#limits = options.limits ?? defaultLimits;
    this.#fetch = options.fetch ?? ((...request) => globalThis.fetch(...request));
  }

  /**
   * The text at this address, of at most `limit` bytes.
   * @throws InterlinearError `installFailed`; the signal's reason
   */
  public async text(url: URL, limit: number, signal: AbortSignal): Promise<string> {
    return this.#repeat(url, signal, async () => {
      const parts: Uint8Array[] = [];
      let size = 0;
      await this.#receive(url, {}, signal, {
        begin: (response) => {
          checkStatus(response, url, this.options.localise);
          return Promise.resolve();
        },
        take: (chunk) => {
          if ((size += chunk.length) > limit) throw this.#failed(messages.downloadTooLarge, nameOf(url));
          parts.push(chunk);
          return Promise.resolve();
        },
      });
      return Buffer.concat(parts).toString('utf8');
    });
  }

  /**
   * Brings the file to `path`, with what an earlier call left there, and compares it with its checksum.
   * @throws InterlinearError `installFailed`, `modelCorrupt` when the server has another file; the signal's reason; Error
   * of the file system
   */
  public async file(url: URL, path: string, file: ModelFile, options: DownloadOptions): Promise<void> {
    const partial = new PartialFile(path);
    for (let round = 1; ; round++) {
      let inPieces = (await partial.size()) > 0;
      const attempt = async (): Promise<void> => {
        if ((await partial.size()) === file.bytes && file.bytes > 0) return;
        await this.#continue(url, partial, file, options).catch((error: unknown) => {
          inPieces = true;
          throw error;
        });
      };
      await this.#repeat(url, options.signal, attempt, () => partial.size());
      const here = { ...file, path: basename(path) };
      const problem = await checkContent(dirname(path), here, { signal: options.signal });
      if (problem === null) {
        await partial.finish();
        return;
      }
      await partial.discard();
      this.options.log.warn(`download: ${nameOf(url)} is not as published (${problem.kind})`);
      // Pieces of different versions may have come together; a whole that came at once is what the server has.
      if (!inPieces || round === mostRounds) {
        const text = this.options.localise(messages.downloadDiffers, nameOf(url));
        throw new InterlinearError('modelCorrupt', text);
      }
    }
  }

  /**
   * Calls `attempt` until it succeeds.
   * @param measure how far it has come; who gets further than ever before has not failed in vain
   */
  async #repeat<Result>(
    url: URL,
    signal: AbortSignal,
    attempt: () => Promise<Result>,
    measure: () => Promise<number> = () => Promise.resolve(0),
  ): Promise<Result> {
    let furthest = await measure();
    for (let failures = 0; ;) {
      signal.throwIfAborted();
      try {
        return await attempt();
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof TransientError)) throw error;
        this.options.log.debug(`download: ${nameOf(url)}: ${error.message}`);
        const reached = await measure();
        failures = reached > furthest ? 1 : failures + 1;
        furthest = Math.max(furthest, reached);
        if (failures >= this.#limits.attempts) {
          throw this.#failed(messages.downloadFailed, nameOf(url), error.message);
        }
        const pause = this.#limits.firstPause * 2 ** (failures - 1);
        await sleep(pause, undefined, { signal }).catch(() => signal.throwIfAborted());
      }
    }
  }

  /** One connection's worth of the file. @throws TransientError when more is to come */
  async #continue(url: URL, partial: PartialFile, file: ModelFile, options: DownloadOptions): Promise<void> {
    const present = await partial.size();
    const known = present > 0 ? await partial.validator() : null;
    const headers = {
      ...(present > 0 && { range: `bytes=${present}-` }),
      ...(known !== null && { 'if-range': known }),
    };
    try {
      await this.#receive(url, headers, options.signal, {
        begin: async (response) => {
          if (response.status !== 416) checkStatus(response, url, this.options.localise);
          const range = rangeOf(response);
          const validator = validatorOf(response);
          const changed = known !== null && validator !== null && validator !== known;
          if (range === null || (range.start !== 0 && (range.start !== present || changed))) {
            // What is here belongs to another version, or the server cannot count: from the beginning.
            await partial.discard();
            throw new TransientError(this.options.localise(messages.downloadChanged));
          }
          if (range.total !== null && range.total !== file.bytes) {
            throw this.#failed(messages.downloadSize, nameOf(url), range.total, file.bytes);
          }
          await partial.open(range.start, validator);
        },
        take: async (chunk) => {
          if (partial.position + chunk.length > file.bytes) {
            await partial.discard();
            throw this.#failed(messages.downloadSize, nameOf(url), `> ${file.bytes}`, file.bytes);
          }
          options.onBytes(await partial.append(chunk));
        },
      });
      if (partial.position < file.bytes)
        throw new TransientError(this.options.localise(messages.downloadCut));
      await partial.sync();
    } finally {
      await partial.close();
    }
  }

  async #receive(
    url: URL,
    headers: Record<string, string>,
    signal: AbortSignal,
    receiver: Receiver,
  ): Promise<void> {
    const stall = new StallTimer(this.#limits.stall);
    const either = AbortSignal.any([signal, stall.signal]);
    const guard = async <Result>(network: Promise<Result>): Promise<Result> => {
      try {
        return await network;
      } catch (error) {
        signal.throwIfAborted();
        if (stall.signal.aborted) throw new TransientError(this.options.localise(messages.downloadStalled));
        const code = failureOf(error);
        if (isCertificateFailure(code)) throw this.#failed(messages.downloadFailed, nameOf(url), code);
        throw new TransientError(code);
      }
    };
    // Compressed on the way, the lengths would mean nothing.
    const identity = { 'accept-encoding': 'identity', ...headers };
    let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
    try {
      const response = await guard(this.#fetch(url, { headers: identity, signal: either }));
      reader = response.body?.getReader();
      await receiver.begin(response);
      while (reader !== undefined) {
        const { done, value } = await guard(reader.read());
        if (done) break;
        stall.heard();
        await receiver.take(value);
      }
    } finally {
      stall.dispose();
      // Also where it was not read to its end: the connection would stay open.
      await reader?.cancel().catch(() => undefined);
    }
  }

  #failed(message: string, ...values: (string | number)[]): InterlinearError {
    return new InterlinearError('installFailed', this.options.localise(message, ...values));
  }
}

/** Without the query, which may hold a secret. */
function nameOf(url: URL): string {
  return `${url.origin}${url.pathname}`;
}
