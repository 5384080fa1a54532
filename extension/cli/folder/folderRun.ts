import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isAbortError } from '../../node/wire.js';
import { CliError, messageOf } from '../cliError.js';
import { decodeUtf8 } from '../utf8.js';
import { planDocument, type DocumentPlan, type Stretch } from './documentPlan.js';
import type { DocumentRewriter } from './documentRewriter.js';
import type { FoundFile } from './findFiles.js';
import type { FileReport } from './folderReport.js';
import { hashOf, hashOfFile } from './hashes.js';
import type { OutputFolder } from './outputFolder.js';
import { prepareText, type PrepareOptions } from './preparedText.js';

/** A longer text, in bytes, is refused: it is data and not something that people read. */
export const mostBytes = 16 * 1024 * 1024;

export interface FolderRunOptions extends PrepareOptions {
  /** Hash of everything but the source that an output depends on. */
  readonly scope: string;
  /** What becomes of files that are no text for people. */
  readonly others: 'copy' | 'skip';
  /** Whether files may be replaced that were not written by us. */
  readonly force: boolean;
  readonly dryRun: boolean;
}

/** After one of these nothing else can be written either. */
const hopeless: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EMFILE', 'ENFILE']);

/** Brings the files of a folder into another one, those with text rewritten. */
export class FolderRun {
  /** @param root of the sources, absolute */
  public constructor(
    private readonly root: string,
    private readonly output: Pick<OutputFolder, 'root' | 'record' | 'stateOf' | 'write' | 'copy'>,
    private readonly rewriter: DocumentRewriter,
    private readonly options: FolderRunOptions,
  ) {}

  /**
   * Works on one file. What is wrong with this one alone becomes its report.
   * @throws AbortError; Error of the file system after which no other file could be written
   */
  public async file(file: FoundFile, onProgress: (done: number, of: number) => void): Promise<FileReport> {
    const { path, format } = file;
    try {
      if (format !== undefined) return await this.#text(path, format, onProgress);
      if (this.options.others === 'copy') return await this.#other(path);
      return { path, outcome: 'skipped', reason: 'not text for people' };
    } catch (error) {
      if (isAbortError(error) || isHopeless(error)) throw error;
      return { path, outcome: 'failed', reason: messageOf(error) };
    }
  }

  async #text(
    path: string,
    format: string,
    onProgress: (done: number, of: number) => void,
  ): Promise<FileReport> {
    const { bytes, mode } = await this.#read(path);
    const source = hashOf(bytes);
    const { scope, dryRun } = this.options;
    const settled = await this.#settled(path, source, scope);
    if (settled) return settled;
    if (bytes.length === 0) return this.#empty(path, source, mode);
    const decoded = decodeUtf8(bytes, path);
    const mark = decoded.startsWith('\uFEFF') ? '\uFEFF' : '';
    const text = decoded.slice(mark.length);
    const prepared = prepareText(text, format, this.options);
    const plan = planDocument(prepared.text, format, prepared.within);
    const sentences = this.#count(plan);
    if (dryRun) return { path, outcome: 'written', sentences };
    const rewritten = await this.rewriter.rewrite(plan, onProgress);
    const left = rewritten.left.map(({ at, reason }) => ({
      line: lineOf(text, prepared.originOf(at)),
      reason,
    }));
    await this.output.write({ path, source, scope, left }, Buffer.from(mark + rewritten.text), mode);
    return { path, outcome: 'written', sentences, left };
  }

  async #other(path: string): Promise<FileReport> {
    const file = join(this.root, path);
    const source = (await hashOfFile(file)) ?? '';
    const settled = await this.#settled(path, source, '');
    if (settled) return settled;
    if (!this.options.dryRun) await this.output.copy({ path, source, scope: '' }, file);
    return { path, outcome: 'copied' };
  }

  async #empty(path: string, source: string, mode: number): Promise<FileReport> {
    const { scope, dryRun } = this.options;
    if (!dryRun) await this.output.write({ path, source, scope }, new Uint8Array(), mode);
    return { path, outcome: 'written' };
  }

  async #read(path: string): Promise<{ readonly bytes: Buffer; readonly mode: number }> {
    const file = join(this.root, path);
    const { size, mode } = await stat(file);
    if (size > mostBytes) {
      throw new CliError(`too large: ${megabytes(size)} of text, where ${megabytes(mostBytes)} is the most`);
    }
    return { bytes: await readFile(file), mode };
  }

  /**
   * The report of a file for which there is nothing to do.
   * @throws CliError if the output would replace what is not ours
   */
  async #settled(path: string, source: string, scope: string): Promise<FileReport | undefined> {
    const { state, hash } = await this.output.stateOf(path);
    const record = this.output.record(path);
    const isCurrent = record?.source === source && record.scope === scope;
    if (isCurrent && hash === record.output) {
      return { path, outcome: 'unchanged', left: record.left ?? [] };
    }
    if (state !== 'foreign' || this.options.force) return undefined;
    if (isCurrent) {
      return { path, outcome: 'kept', reason: 'changed by hand since; --force writes it anew' };
    }
    throw new CliError(this.#refusal(path, record !== undefined));
  }

  #refusal(path: string, known: boolean): string {
    const target = join(this.output.root, path);
    return known
      ? `${target} was changed by hand since it was written; --force replaces it`
      : `${target} is there already and was not written by this program; --force replaces it`;
  }

  #count(plan: DocumentPlan): { fresh: number; known: number } {
    const count = (stretches: readonly Stretch[]): number =>
      stretches.reduce((sum, { sentences }) => sum + sentences, 0);
    const fresh = count(this.rewriter.pending(plan));
    const all = count(plan.stretches.filter(({ wanted }) => wanted));
    return { fresh, known: all - fresh };
  }
}

/** Number of the line, from 1, of an offset. */
function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split(/\r\n|\r|\n/).length;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}

function isHopeless(error: unknown): boolean {
  return error instanceof Error && hopeless.has((error as NodeJS.ErrnoException).code ?? '');
}
