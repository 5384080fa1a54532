import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import type { CliEngine } from '../../../extension/cli/cliTypes.js';
import { Output } from '../../../extension/cli/output.js';
import { runProgram } from '../../../extension/cli/program.js';
import type { RewriteParameters, SegmentWarning } from '../../../extension/core/protocol/protocol.js';
import { protect } from '../../../extension/core/text/protect.js';
import { segment } from '../../../extension/core/text/segment.js';
import { joinSegments } from '../../../extension/inference/rewrite/joinSegments.js';
import { FakeCliEngine, writeModel } from './fakeModel.js';

/** Cuts texts into sentences as the real engine does, writes them in capitals, and keeps what it was asked. */
export class SentenceEngine extends FakeCliEngine {
  /** The sentences that were worked on, in order. */
  public readonly sentences: string[] = [];
  /** Called before each request. */
  public before: () => void = () => undefined;
  /** Why a sentence is left as it is, if it is. */
  public warningFor: (sentence: string) => SegmentWarning | undefined = () => undefined;

  public override rewrite(
    parameters: RewriteParameters,
    options: { signal?: AbortSignal } = {},
  ): ReturnType<CliEngine['rewrite']> {
    this.rewrites.push(parameters);
    this.before();
    options.signal?.throwIfAborted();
    const { texts, format } = parameters;
    return Promise.resolve(texts.map((text) => this.#answer(text, format ?? 'plaintext')));
  }

  #answer(text: string, format: string): Awaited<ReturnType<CliEngine['rewrite']>>[number] {
    const parts = segment(text, { format }).map((part) => {
      const { text: copied, restore } = protect(part.text, part.spans, part.delimiter);
      const figures = { score: -0.5, tokens: 3 };
      if (part.text === '') return { segment: part, output: '', result: figures };
      this.sentences.push(part.text);
      const warning = this.warningFor(part.text);
      const output = warning === undefined ? restore(copied.toUpperCase()).text : part.text;
      return { segment: part, output, result: { ...figures, ...(warning && { warning }) } };
    });
    const segments = joinSegments(parts);
    const output = segments.map((part) => part.output).join('');
    return { output, score: -0.5, tokens: 3, iterations: 4, milliseconds: 1, segments };
  }
}

/** A folder with sources, the command line, and the engines that it made. */
export class TranslateBench {
  public readonly engines: SentenceEngine[] = [];
  public readonly directory = mkdtempSync(join(tmpdir(), 'interlinear-translate-'));
  /** Called with each new engine. */
  public prepare: (engine: SentenceEngine) => void = () => undefined;
  public modelVersion = '1.0.0';

  public get source(): string {
    return join(this.directory, 'docs');
  }

  public get out(): string {
    return join(this.directory, 'out');
  }

  /** What the engines worked on since the bench was made. */
  public get sentences(): readonly string[] {
    return this.engines.flatMap(({ sentences }) => sentences);
  }

  /** Writes a file of the source. */
  public write(path: string, content: string | Uint8Array): void {
    const file = join(this.source, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }

  /** Reads a file of the output. */
  public read(path: string): string {
    return readFileSync(join(this.out, path), 'utf8');
  }

  /** `interlinear translate docs --to de --out out …` */
  public translate(...options: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    return this.run(['translate', this.source, '--to', 'de', '--out', this.out, ...options]);
  }

  public async run(
    commandLine: readonly string[],
    signal: AbortSignal = new AbortController().signal,
  ): Promise<{ code: number; stdout: string; stderr: string }> {
    const model = join(this.directory, 'model');
    const manifest = writeModel(model, { version: this.modelVersion });
    const written = { stdout: '', stderr: '' };
    const sink = (name: keyof typeof written): Writable =>
      new Writable({
        write(chunk, _encoding, done) {
          written[name] += String(chunk);
          done();
        },
      });
    const context = {
      stdin: Readable.from([]),
      output: new Output(sink('stdout'), sink('stderr')),
      environment: {},
      version: '1.2.3',
      bundledModel: model,
      createEngine: (request: ConstructorParameters<typeof SentenceEngine>[0]) => {
        const engine = new SentenceEngine(request, manifest);
        this.prepare(engine);
        this.engines.push(engine);
        return Promise.resolve(engine);
      },
      signal,
    };
    const code = await runProgram(context, commandLine);
    return { code, ...written };
  }

  public close(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
