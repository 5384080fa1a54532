import type { FinishedPart, RewriteResult, SegmentResult } from '../../core/protocol/protocol.js';
import type { ActiveRun } from './activeRun.js';
import { pieceOf, resultOf, wholePiece, type AnswerPiece, type PieceOptions } from './answerPieces.js';
import type { AnswerWriter, WriteOutcome } from './answerWriter.js';

/** Answers with fewer sentences are written at once: one look, one decision. */
const manySentences = 20;
/** Milliseconds between two writes: a fast model writes once all the same. */
const pause = 700;

type Written = (pieces: readonly AnswerPiece[], outcome: WriteOutcome & { kind: 'written' }) => void;

/** The answer to one request: of a long text, finished paragraphs are in the document while the model works on the rest. */
export class PartedAnswer {
  private readonly waiting: SegmentResult[][];
  /** For each text how much of it is done with: sentences, and UTF-16 code units. */
  private readonly done: { sentences: number; length: number }[];
  private chain: Promise<void> = Promise.resolve();
  private last = performance.now();
  private stopped = false;
  private hasWritten = false;
  private omitted = 0;

  /** @param written told of all pieces that are in the document */
  public constructor(
    private readonly run: ActiveRun,
    private readonly writer: AnswerWriter,
    private readonly options: PieceOptions,
    private readonly written: Written,
  ) {
    this.waiting = run.texts.map(() => []);
    this.done = run.texts.map(() => ({ sentences: 0, length: 0 }));
  }

  /** Changes that were not written, because their text was edited meanwhile. */
  public get omittedChanges(): number {
    return this.omitted;
  }

  /** Whether any of it is in the document. */
  public get isBegun(): boolean {
    return this.hasWritten;
  }

  /** Takes a part that is finished before the rest. */
  public add({ text, segments }: FinishedPart): void {
    this.waiting[text]?.push(...segments);
    this.chain = this.chain.then(() => this.writeEarly());
  }

  /** Writes what waits, for an answer that comes to no end. */
  public async interrupt(): Promise<void> {
    await this.chain;
    if (this.hasWritten && !this.stopped) {
      await this.flush(true).catch(() => undefined);
    }
  }

  /** Writes the rest. @throws as `AnswerWriter.write` */
  public async finish(results: readonly RewriteResult[]): Promise<WriteOutcome> {
    await this.chain;
    this.run.signal.throwIfAborted();
    const pieces: AnswerPiece[] = [];
    for (const [text, result] of results.entries()) {
      const source = this.run.texts[text] ?? '';
      const { sentences, length } = this.done[text] ?? { sentences: 0, length: 0 };
      const rest = (): RewriteResult => resultOf(result.segments.slice(sentences), result);
      const piece =
        sentences === 0
          ? await wholePiece(source, text, result, this.options)
          : await pieceOf(source, text, length, rest(), this.options);
      if (piece) {
        pieces.push(piece);
      }
    }
    const outcome = await this.write(pieces, true);
    if (outcome.kind !== 'conflict' || !this.hasWritten) {
      return outcome;
    }
    // Paragraphs that the person has edited meanwhile are theirs; the others get their answer.
    const free = pieces.map((piece) => ({ ...piece, hunks: this.run.applicable(piece.text, piece.hunks) }));
    const count = (all: readonly AnswerPiece[]): number => all.flatMap(({ hunks }) => hunks).length;
    this.omitted = count(pieces) - count(free);
    return this.write(free, true);
  }

  private async writeEarly(): Promise<void> {
    const { sentences } = this.run.progress ?? {};
    const isLong = sentences !== undefined && sentences.all >= manySentences;
    if (this.stopped || !isLong || performance.now() - this.last < pause || this.run.signal.aborted) {
      return;
    }
    try {
      const outcome = await this.flush(false);
      this.stopped = outcome.kind === 'conflict';
    } catch {
      // The end of the request says what is wrong.
      this.stopped = true;
    }
    this.last = performance.now();
  }

  private async flush(isLast: boolean): Promise<WriteOutcome> {
    const pieces: AnswerPiece[] = [];
    for (const [text, segments] of this.waiting.entries()) {
      const start = this.done[text]?.length ?? 0;
      const result = resultOf(segments);
      const piece =
        segments.length > 0
          ? await pieceOf(this.run.texts[text] ?? '', text, start, result, this.options)
          : undefined;
      if (segments.length > 0 && !piece) {
        this.stopped = true;
        return { kind: 'unchanged' };
      }
      if (piece) {
        pieces.push(piece);
      }
    }
    const outcome = await this.write(pieces, isLast);
    if (outcome.kind !== 'conflict') {
      for (const { text, source, result } of pieces) {
        const done = this.done[text]!;
        this.done[text] = {
          sentences: done.sentences + result.segments.length,
          length: done.length + source.length,
        };
        this.waiting[text]?.splice(0, result.segments.length);
      }
    }
    return outcome;
  }

  private async write(pieces: readonly AnswerPiece[], isLast: boolean): Promise<WriteOutcome> {
    const outcome = await this.writer.write(this.run, pieces, { isFirst: !this.hasWritten, isLast });
    if (outcome.kind === 'written') {
      this.hasWritten = true;
      this.written(pieces, outcome);
    }
    return outcome;
  }
}
