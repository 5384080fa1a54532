import type { Hypothesis } from './hypothesis.js';
import type { TranslationOption } from './translationOptions.js';

/** A whole translation: its phrases in the order of the target. */
export interface Path {
  readonly options: readonly TranslationOption[];
  readonly score: number;
}

interface OpenPath {
  readonly score: number;
  readonly order: number;
  /** Hypotheses from the end on. */
  readonly edges: readonly Hypothesis[];
  /** Edge at which the path leaves its parent; −1 for the best path of a hypothesis. */
  readonly changed: number;
  /** What the changed edge was in the parent, and which of its losers stands there now. */
  readonly original: Hypothesis | undefined;
  readonly rank: number;
}

/**
 * All translations that the search has met, best first: each path leaves a better one at some edge for a hypothesis that
 * was recombined there (Huang & Chiang 2005).
 * @param finals hypotheses that cover the whole sentence
 */
export function* bestPaths(finals: readonly Hypothesis[]): Generator<Path> {
  const queue = new PathQueue();
  const losers = new Map<Hypothesis, readonly Hypothesis[]>();
  const losersOf = (hypothesis: Hypothesis): readonly Hypothesis[] => {
    let sorted = losers.get(hypothesis);
    if (!sorted) {
      sorted = [...hypothesis.losers].sort((one, other) => other.score - one.score);
      losers.set(hypothesis, sorted);
    }
    return sorted;
  };
  const push = (
    parent: { readonly score: number; readonly edges: readonly Hypothesis[] },
    at: number,
    original: Hypothesis,
    rank: number,
    before: number,
  ): void => {
    const loser = losersOf(original)[rank];
    if (!loser) return;
    const score = parent.score - before + loser.score;
    queue.push({
      score,
      edges: [...parent.edges.slice(0, at), ...chainOf(loser)],
      changed: at,
      original,
      rank,
    });
  };
  for (const final of finals) {
    queue.push({ score: final.score, edges: chainOf(final), changed: -1, original: undefined, rank: -1 });
  }
  for (let path = queue.pop(); path; path = queue.pop()) {
    yield {
      score: path.score,
      options: path.edges.flatMap(({ option }) => option ?? []).reverse(),
    };
    const { changed, original, rank, edges } = path;
    if (original) push(path, changed, original, rank + 1, edges[changed]!.score);
    for (let at = changed + 1; at < edges.length; at++) push(path, at, edges[at]!, 0, edges[at]!.score);
  }
}

/** A hypothesis and those before it, without the start of the sentence. */
function chainOf(last: Hypothesis): Hypothesis[] {
  const chain: Hypothesis[] = [];
  for (let at: Hypothesis | undefined = last; at?.option; at = at.previous) chain.push(at);
  return chain;
}

/** A binary heap: the best path first, of equal ones the one that was pushed first. */
class PathQueue {
  private readonly heap: OpenPath[] = [];
  private pushed = 0;

  public push(path: Omit<OpenPath, 'order'>): void {
    const { heap } = this;
    heap.push({ ...path, order: this.pushed++ });
    let at = heap.length - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!comesFirst(heap[at]!, heap[parent]!)) return;
      [heap[at], heap[parent]] = [heap[parent]!, heap[at]!];
      at = parent;
    }
  }

  public pop(): OpenPath | undefined {
    const { heap } = this;
    const top = heap[0];
    const last = heap.pop();
    if (!last || heap.length === 0) return top;
    heap[0] = last;
    let at = 0;
    for (;;) {
      let best = at;
      for (const child of [2 * at + 1, 2 * at + 2]) {
        if (child < heap.length && comesFirst(heap[child]!, heap[best]!)) best = child;
      }
      if (best === at) return top;
      [heap[at], heap[best]] = [heap[best]!, heap[at]!];
      at = best;
    }
  }
}

function comesFirst(one: OpenPath, other: OpenPath): boolean {
  return one.score > other.score || (one.score === other.score && one.order < other.order);
}
