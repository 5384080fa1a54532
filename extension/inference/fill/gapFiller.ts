import type { Alternative, RewriteParameters, RewriteResult } from '../../core/protocol/protocol.js';
import type { Filler } from './filler.js';
import type { RewriteOptions } from '../rewrite/jobRunner.js';

/** A gap as people write it. */
const gap = /_{3,}/u;

/** Fills the gaps that a text shows as three or more underscores, one after the other. */
export class GapFiller {
  public constructor(private readonly filler: Filler) {}

  /**
   * @param instruction the canonical wording that asks for what a mask stands for
   * @throws InterlinearError as `Filler.fill`; DOMException `AbortError`
   */
  public async rewrite(
    parameters: RewriteParameters,
    instruction: string,
    { signal, onPass }: RewriteOptions,
  ): Promise<RewriteResult[]> {
    const results: RewriteResult[] = [];
    for (const [index, text] of parameters.texts.entries()) {
      results.push(await this.fillText(text, parameters, instruction, signal));
      onPass?.({ pass: 1, passes: 1, batch: index + 1, batches: parameters.texts.length });
    }
    return results;
  }

  private async fillText(
    source: string,
    { format, alternatives, confidence }: RewriteParameters,
    instruction: string,
    signal: AbortSignal | undefined,
  ): Promise<RewriteResult> {
    const started = performance.now();
    const filled: Alternative[] = [];
    let done = '';
    let rest = source;
    let others: readonly Alternative[] = [];
    for (let found = gap.exec(rest); found; found = gap.exec(rest)) {
      const before = done + rest.slice(0, found.index);
      const after = rest.slice(found.index + found[0].length);
      const wishes = { before, after, phrase: '', alternatives: (alternatives ?? 0) + 1 };
      const wordings = await this.filler.fill(
        { ...wishes, ...(format !== undefined && { format }) },
        instruction,
        signal,
      );
      const [best] = wordings;
      if (best) filled.push(best);
      done = before + (best?.output ?? found[0]);
      rest = after;
      others = wordings.slice(1).map((one) => ({ ...one, output: before + one.output + after }));
    }
    const output = done + rest;
    const tokens = filled.reduce((total, one) => total + one.tokens, 0);
    const score = filled.reduce((total, one) => total + one.score * one.tokens, 0) / (tokens || 1);
    const warning = filled.length === 0 ? { warning: 'nothing-to-rewrite' as const } : {};
    return {
      output,
      score,
      tokens,
      iterations: filled.length > 0 ? 1 : 0,
      milliseconds: performance.now() - started,
      segments: [{ source, output, score, tokens, ...warning }],
      // Of several gaps the others stand in the last one alone.
      ...(alternatives !== undefined && { alternatives: others.slice(0, alternatives) }),
      ...(confidence === true && { words: [] }),
    };
  }
}
