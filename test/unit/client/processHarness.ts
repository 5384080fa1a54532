import { strict as assert } from 'node:assert';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { InferenceClient, type InferenceClientOptions } from '../../../extension/client/inferenceClient.js';
import { fakeServerBundle } from '../inference/server/serverBundle.js';

/** A storage folder of its own, the clients that use it, and every process that was started for it. */
export class ProcessHarness {
  readonly #clients: InferenceClient[] = [];

  private constructor(
    public readonly directory: string,
    public readonly serverScript: string,
  ) {}

  public static async create(): Promise<ProcessHarness> {
    const [directory, script] = await Promise.all([
      mkdtemp(join(tmpdir(), 'interlinear-client-')),
      fakeServerBundle(),
    ]);
    return new ProcessHarness(directory, script);
  }

  /** A window's client. */
  public client(options: Partial<InferenceClientOptions> = {}): InferenceClient {
    const client = new InferenceClient({
      directory: this.directory,
      serverScript: this.serverScript,
      version: '1.0.0',
      model: { directory: 'model', device: 'cpu' },
      graceSeconds: 0.2,
      ...options,
      environment: { FAKE_SERVER_PROCESSES: join(this.directory, 'processes'), ...options.environment },
    });
    this.#clients.push(client);
    return client;
  }

  /** Ids of all processes ever started here. */
  public started(): number[] {
    const list = join(this.directory, 'processes');
    return existsSync(list) ? readFileSync(list, 'utf8').trim().split('\n').map(Number) : [];
  }

  public alive(): number[] {
    return this.started().filter(isAlive);
  }

  public get log(): string {
    return readFileSync(join(this.directory, 'inference.log'), 'utf8');
  }

  /** Closes all windows. Fails when a process outlives them. */
  public async close(): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.dispose()));
    try {
      await until(() => this.alive().length === 0, 'no process outlives the last window');
    } finally {
      for (const processId of this.alive()) process.kill(processId, 'SIGKILL');
      rmSync(this.directory, { recursive: true, force: true });
    }
  }
}

export function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
}

/** Waits until the condition holds. */
export async function until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const end = performance.now() + 10_000;
  while (!(await condition())) {
    assert.ok(performance.now() < end, `in vain: ${what}`);
    await sleep(10);
  }
}

/** Kills a process that the tests have started, as `kill -9` does. */
export function kill(processId: number | null): void {
  assert.ok(processId !== null && processId > 1, 'there is a process to kill');
  process.kill(processId, 'SIGKILL');
}
