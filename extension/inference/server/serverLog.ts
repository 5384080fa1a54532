import type { LogEntry, LogLevel } from '../../node/wire.js';

export type LogSink = (entry: LogEntry) => void;

/**
 * The process's log: lines to stderr (the log file) and to every client. Callers pass no text of a document,
 * and errors are logged by {@link failure}, which leaves their message out for the same reason.
 */
export class ServerLog {
  readonly #sinks = new Set<LogSink>();

  public constructor(private readonly write: (line: string) => void) {}

  /** Also hands every entry to `sink` until the returned function is called. */
  public addSink(sink: LogSink): () => void {
    this.#sinks.add(sink);
    return () => this.#sinks.delete(sink);
  }

  public debug(message: string): void {
    this.#log('debug', message);
  }

  public info(message: string): void {
    this.#log('info', message);
  }

  public warn(message: string): void {
    this.#log('warn', message);
  }

  public error(message: string): void {
    this.#log('error', message);
  }

  /** Logs what kind of error happened where. Its message may quote the user's text and is not logged. */
  public failure(context: string, error: unknown): void {
    const name = error instanceof Error ? error.name : typeof error;
    const code =
      typeof error === 'object' && error !== null && 'code' in error ? ` ${String(error.code)}` : '';
    const stack = error instanceof Error ? (error.stack ?? '') : '';
    const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
    this.#log('error', [`${context}: ${name}${code}`, ...frames].join('\n'));
  }

  #log(level: LogLevel, message: string): void {
    this.write(`${new Date().toISOString()} ${process.pid} [${level}] ${message}\n`);
    for (const sink of this.#sinks) sink({ level, message });
  }
}
