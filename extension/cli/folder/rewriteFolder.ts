import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { termsFor } from '../../core/glossary/glossaryEntry.js';
import type { Manifest } from '../../core/model/manifest.js';
import type { DraftChoice } from '../../core/protocol/protocol.js';
import { memoryStamps } from '../../node/memory/memoryPaths.js';
import { CliError, UsageError } from '../cliError.js';
import type { CliContext, CliEngine, ModelOptions } from '../cliTypes.js';
import { readGlossaryFile } from '../glossaryFile.js';
import { findModel, openEngine } from '../model.js';
import { DocumentRewriter } from './documentRewriter.js';
import { formatOfFile } from './fileFormats.js';
import { findFiles, type Found } from './findFiles.js';
import type { FolderInstruction } from './folderInstruction.js';
import { reasonText, summarise, summaryText, type FileReport } from './folderReport.js';
import { FolderRun } from './folderRun.js';
import { hashOfValue } from './hashes.js';
import { OutputFolder } from './outputFolder.js';
import { ProgressLine } from './progressLine.js';
import { StretchCache } from './stretchCache.js';

/** Changes whenever the same model and options may come to other outputs. */
const machineryVersion = 2;

export interface FolderOptions extends ModelOptions {
  readonly out: string;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly gitignore: boolean;
  readonly code?: boolean;
  readonly others: 'copy' | 'skip';
  readonly force?: boolean;
  readonly dryRun?: boolean;
  readonly fuzzy: boolean;
  readonly iterations?: number;
  readonly lengthBeam?: number;
  /** File, CSV or TBX. */
  readonly glossary?: string;
  readonly keep?: readonly string[];
  readonly draft?: DraftChoice;
  /** Translation memories: files and folders. */
  readonly memory?: readonly string[];
  readonly json?: boolean;
}

/**
 * Rewrites a file, or the files of a folder and those below, into another folder: only what has changed since the last
 * run, and in it only the sentences that have.
 * @param instructionOf what is to be done, as the model knows it
 * @throws UsageError, CliError (also if a file could not be done), InterlinearError, AbortError, Error of the file system
 */
export async function rewriteFolder(
  context: CliContext,
  source: string,
  options: FolderOptions,
  instructionOf: (manifest: Manifest) => FolderInstruction,
): Promise<void> {
  const { manifest } = await findModel(context, options.model);
  const { target, ...instruction } = instructionOf(manifest);
  const entries =
    options.glossary === undefined ? [] : await readGlossaryFile(options.glossary, context.signal);
  const glossary = termsFor(entries, target);
  const { keep = [] } = options;
  const { root, found } = await sources(source, options);
  const dryRun = options.dryRun === true;
  const out = dryRun
    ? await OutputFolder.inspect(resolve(options.out))
    : await OutputFolder.open(options.out);
  const engine = new LazyEngine(context, options);
  try {
    const memory = options.memory?.map((path) => resolve(path));
    const decoding = {
      ...instruction,
      ...(options.draft !== undefined && { draft: options.draft }),
      ...(memory && { memory }),
      ...(options.iterations !== undefined && { iterations: options.iterations }),
      ...(options.lengthBeam !== undefined && { lengthBeam: options.lengthBeam }),
    };
    const stamps = memory ? await memoryStamps(memory, context.signal) : [];
    const { id, version, files } = manifest;
    const scope = hashOfValue([machineryVersion, id, version, files, decoding, ...stamps]);
    const cache = await StretchCache.open(out.stateFile('answers.jsonl'), scope, dryRun);
    const terms = { ...(glossary.length > 0 && { glossary }), ...(keep.length > 0 && { keep }) };
    const request = { ...decoding, ...terms };
    const rewriter = new DocumentRewriter(() => engine.get(), cache, request, context.signal);
    const { others, fuzzy, force = false } = options;
    const run = new FolderRun(root, out, rewriter, {
      scope: hashOfValue([scope, fuzzy, terms]),
      others,
      fuzzy,
      force,
      dryRun,
      target,
    });
    const reports = await work(context, run, found, options);
    await conclude(context, reports, found, options);
  } finally {
    await engine.dispose();
    if (!dryRun) await out.close();
  }
}

/** The files of a folder, or the one file that was named. */
async function sources(source: string, options: FolderOptions): Promise<{ root: string; found: Found }> {
  if (source === '-') {
    throw new UsageError('translate and rewrite work on files and folders; use run for standard input');
  }
  const path = await realpath(source);
  const out = await realpath(options.out).catch(() => resolve(options.out));
  const { include, exclude, gitignore, code = false } = options;
  if ((await stat(path)).isFile()) {
    const name = basename(path);
    const format = formatOfFile(name, true);
    if (format === undefined)
      throw new CliError(`${source}: not known to be text; its name should say what it is`);
    if (out === dirname(path)) throw new UsageError('--out must be another folder than that of the file');
    return { root: dirname(path), found: { files: [{ path: name, format }], leftOut: [] } };
  }
  if (out === path) throw new UsageError('--out must be another folder than the source');
  const found = await findFiles(path, { include, exclude, gitignore, code, without: [out] });
  return { root: path, found };
}

async function work(
  context: CliContext,
  run: FolderRun,
  { files }: Found,
  { dryRun }: FolderOptions,
): Promise<FileReport[]> {
  const progress = new ProgressLine(context.output, context.output.columns);
  const reports: FileReport[] = [];
  try {
    for (const [index, file] of files.entries()) {
      const show = (done: number, of: number): void => {
        const part = of === 0 ? 0 : done / of;
        const paragraph = of > 0 ? `, paragraph ${done + 1} of ${of}` : '';
        progress.show(
          (index + part) / files.length,
          `file ${index + 1} of ${files.length}: ${file.path}${paragraph}`,
        );
      };
      show(0, 0);
      context.signal.throwIfAborted();
      const report = await run.file(file, show);
      reports.push(report);
      const line = fileLine(report, dryRun === true);
      if (line !== undefined) progress.message(line);
    }
  } finally {
    progress.clear();
  }
  return reports;
}

/** What is said of a file; nothing of those that need no word. */
function fileLine({ path, outcome, sentences, reason }: FileReport, dryRun: boolean): string | undefined {
  switch (outcome) {
    case 'written': {
      const { fresh = 0, known = 0 } = sentences ?? {};
      const all = fresh + known;
      return `${path}: ${dryRun ? 'to write' : 'written'} (${all} ${all === 1 ? 'sentence' : 'sentences'}, ${fresh} new)`;
    }
    case 'copied':
      return `${path}: ${dryRun ? 'to copy' : 'copied'}`;
    case 'failed':
      return `${path}: failed: ${reason ?? ''}`;
    case 'kept':
      return `${path}: kept: ${reason ?? ''}`;
    case 'unchanged':
    case 'skipped':
      return undefined;
  }
}

async function conclude(
  { output }: CliContext,
  reports: readonly FileReport[],
  { leftOut }: Found,
  { dryRun, json }: FolderOptions,
): Promise<void> {
  for (const { path, reason } of leftOut) output.message(`${path}: left out: ${reason}`);
  for (const { path, left = [] } of reports) {
    for (const { line, reason } of left)
      output.message(`${path}:${line}: left as it was: ${reasonText(reason)}`);
  }
  const summary = summarise(reports);
  output.message(summaryText(summary, dryRun === true));
  if (json === true) await output.json({ ...summary, leftOut, reports });
  if (summary.files.failed > 0) {
    throw new CliError(`${summary.files.failed} of ${reports.length} files could not be done`);
  }
}

/** A model that is loaded when there is something for it to do. */
class LazyEngine {
  #engine: Promise<CliEngine> | undefined;

  public constructor(
    private readonly context: CliContext,
    private readonly options: ModelOptions,
  ) {}

  public get(): Promise<CliEngine> {
    return (this.#engine ??= openEngine(this.context, this.options));
  }

  public async dispose(): Promise<void> {
    await this.#engine?.then(
      (engine) => engine.dispose(),
      () => undefined,
    );
  }
}
