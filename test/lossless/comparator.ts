import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import * as z from 'zod';

const answer = z.object({ verdict: z.enum(['same', 'damaged', 'unread']), at: z.string() });

/** A file before and after a rewrite. */
export interface Comparison {
  readonly format: string;
  readonly before: string;
  readonly after: string;
}

/** The readers of `compare.py`, in a process of their own. */
export class Comparator {
  private readonly process: ChildProcessByStdio<Writable, Readable, null>;
  private readonly lines: AsyncIterator<string>;
  private readonly reader: Interface;

  /** @param python path of the program */
  public constructor(python: string) {
    this.process = spawn(python, [join('test', 'lossless', 'compare.py')], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.reader = createInterface({ input: this.process.stdout });
    this.lines = this.reader[Symbol.asyncIterator]();
  }

  /** @throws Error if the process has ended */
  public async compare(comparison: Comparison): Promise<z.infer<typeof answer>> {
    this.process.stdin.write(`${JSON.stringify(comparison)}\n`);
    const line = await this.lines.next();
    if (line.done === true) throw new Error('The comparing process has ended.');
    return answer.parse(JSON.parse(line.value));
  }

  public end(): void {
    this.process.stdin.end();
    this.reader.close();
  }
}
