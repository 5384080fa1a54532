import type { SpanKind } from './protectedSpan.js';

interface ComparedSpan {
  readonly kind: SpanKind;
  readonly text: string;
}

/** Kinds that new prose may bring along without harm: names of files and the like, and escapes of its own characters. */
const harmless: ReadonlySet<SpanKind> = new Set(['entity', 'escape', 'identifier', 'mnemonic', 'path']);

/** Kinds that stand for characters; those that must stay are copies of the sentence, which are counted elsewhere. */
const mayGo: ReadonlySet<SpanKind> = new Set(['entity', 'escape', 'mnemonic']);

/** Whether a rewrite has fewer of the protected spans than before, or others that mean something. */
export function hasLostSpans(before: readonly ComparedSpan[], after: readonly ComparedSpan[]): boolean {
  const counts = new Map<string, number>();
  for (const { kind, text } of before) {
    if (mayGo.has(kind)) continue;
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  for (const { kind, text } of after) {
    const count = counts.get(text) ?? 0;
    if (count > 0) {
      counts.set(text, count - 1);
    } else if (!harmless.has(kind)) {
      return true;
    }
  }
  return [...counts.values()].some((count) => count > 0);
}
