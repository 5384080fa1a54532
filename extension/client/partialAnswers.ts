import type {
  FinishedPart,
  RewriteParameters,
  RewriteResult,
  SegmentResult,
} from '../core/protocol/protocol.js';

/** Keeps the parts of answers that have come, so that a process that is lost costs only the part it was working on. */
export class PartialAnswers {
  private readonly segments: SegmentResult[][];

  public constructor(private readonly parameters: RewriteParameters) {
    this.segments = parameters.texts.map(() => []);
  }

  /** What is still to be asked for. */
  public get rest(): RewriteParameters {
    const finished = this.segments.map(({ length }) => length);
    return finished.some((count) => count > 0) ? { ...this.parameters, finished } : this.parameters;
  }

  public add({ text, segments }: FinishedPart): void {
    this.segments[text]?.push(...segments);
  }

  /**
   * The answers as if they had come at once.
   * @param results answers to what `asked` asked for
   */
  public complete(asked: RewriteParameters, results: readonly RewriteResult[]): RewriteResult[] {
    const { finished } = asked;
    if (!finished) return [...results];
    return results.map((result, text) => joined(this.segments[text]?.slice(0, finished[text]) ?? [], result));
  }
}

function joined(before: readonly SegmentResult[], result: RewriteResult): RewriteResult {
  const segments = [...before, ...result.segments];
  const tokens = segments.reduce((sum, segment) => sum + segment.tokens, 0);
  const weighted = segments.reduce((sum, { score, tokens: own }) => sum + score * own, 0);
  const output = segments.map((segment) => segment.output).join('');
  return { ...result, output, segments, tokens, score: tokens === 0 ? 0 : weighted / tokens };
}
