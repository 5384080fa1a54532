import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

import { ensureServing } from '../../tools/lib/servingPython.mjs';
import { pythonPath, repositoryRoot } from './python.js';

interface Announcement {
  readonly address: string;
  /** Folder of the package for the users. */
  readonly client: string;
}

/** A real inference server (MLServer), started by the command of docs/serving.md. */
export class RemoteServer {
  private constructor(
    public readonly address: string,
    public readonly client: string,
    private readonly child: ChildProcess,
  ) {}

  /** @param variant of the package's weights, e.g. `float32` @throws Error with the end of the server's log */
  public static async start(directory: string, variant: string): Promise<RemoteServer> {
    await ensureServing();
    const parameters = ['--model', directory, '--port', '0', '--variant', variant];
    const child = spawn(pythonPath(), ['-m', 'models', 'serve', ...parameters], {
      cwd: repositoryRoot,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let log = '';
    child.stderr.on('data', (part: Buffer) => (log = (log + part.toString()).slice(-4_000)));
    const first = once(createInterface(child.stdout), 'line') as Promise<[string]>;
    const ended = once(child, 'exit').then(() => {
      throw new Error(`the server did not start\n${log}`);
    });
    const [line] = await Promise.race([first, ended]);
    ended.catch(() => undefined);
    const { address, client } = JSON.parse(line) as Announcement;
    return new RemoteServer(address, client, child);
  }

  /** Ends it and waits until it is gone. */
  public async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await exited;
  }
}
