import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable, Writable } from 'node:stream';
import { Output } from '../../../extension/cli/output.js';
import { runProgram } from '../../../extension/cli/program.js';
import type { Manifest } from '../../../extension/core/model/manifest.js';
import { FakeCliEngine, writeModel } from './fakeModel.js';

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command line within the test's own process: a model folder, streams, an environment. */
export class CliBench {
  public environment: Record<string, string> = {};
  public readonly engines: FakeCliEngine[] = [];
  public readonly manifest: Manifest;
  /** Everything written to stdout so far. */
  public stdout = '';

  private constructor(
    public readonly directory: string,
    public readonly model: string,
    changes: Partial<Manifest>,
  ) {
    this.manifest = writeModel(model, changes);
  }

  public static async create(changes: Partial<Manifest> = {}): Promise<CliBench> {
    const directory = await mkdtemp(join(tmpdir(), 'interlinear-cli-'));
    return new CliBench(directory, join(directory, 'model'), changes);
  }

  public close(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** Runs a command line to its end. */
  public async run(
    commandLine: readonly string[],
    input: string | Buffer | PassThrough = '',
    signal: AbortSignal = new AbortController().signal,
  ): Promise<Ended> {
    this.stdout = '';
    let stderr = '';
    const stdout = sink((text) => (this.stdout += text));
    const output = new Output(
      stdout,
      sink((text) => (stderr += text)),
    );
    const stdin = input instanceof PassThrough ? input : Readable.from([Buffer.from(input)]);
    const code = await runProgram(
      {
        stdin,
        output,
        environment: this.environment,
        version: '1.2.3',
        bundledModel: this.model,
        createEngine: (request) => {
          const engine = new FakeCliEngine(request, this.manifest);
          this.engines.push(engine);
          return Promise.resolve(engine);
        },
        signal,
      },
      commandLine,
    );
    return { code, stdout: this.stdout, stderr };
  }
}

function sink(take: (text: string) => void): Writable {
  return new Writable({
    write(chunk, _encoding, done) {
      take(String(chunk));
      done();
    },
  });
}
