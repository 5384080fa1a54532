import type { RewriteResult } from '../../core/protocol/protocol.js';
import type { Wording } from '../../session/preview/livePreview.js';
import { sameTexts } from '../../session/preview/swappedTexts.js';

/**
 * The answers that came with a request, best first and each once: the first is the answer itself. Where several texts
 * were answered together, the n-th wording has the n-th answer of each, or its last one.
 */
export function alternativeWordings(results: readonly RewriteResult[]): readonly Wording[] {
  const choices = results.map((result) => [
    result,
    ...(result.alternatives ?? []).map((other) => withOutput(result, other)),
  ]);
  const count = Math.max(...choices.map(({ length }) => length));
  const wordings: Wording[] = [];
  for (let index = 0; index < count; index++) {
    const chosen = choices.map((answers) => answers[index] ?? answers.at(-1)!);
    const texts = chosen.map(({ output }) => output);
    if (!wordings.some((known) => sameTexts(known.texts, texts))) {
      wordings.push({ texts, results: chosen });
    }
  }
  return wordings;
}

/** What is known of the answer's sentences and words does not hold for another one. */
function withOutput(
  { iterations, milliseconds }: RewriteResult,
  { output, score, tokens }: Pick<RewriteResult, 'output' | 'score' | 'tokens'>,
): RewriteResult {
  return { output, score, tokens, iterations, milliseconds, segments: [] };
}
