import type { Source } from '../../../extension/inference/tokenizer/sourceBuilder.js';
import type { Sizes } from './sizes.js';

/** Produces a target of a fixed length from a source, once: encoding included. */
export interface Generator {
  /** @returns the target's ids, as many as `length` */
  generate(source: Source, length: number): Promise<Int32Array>;
}

/** A source of so many ordinary ids; the same one every time. */
export function someSource({ architecture, firstPosition, targetPositions }: Sizes, tokens: number): Source {
  const first = 50;
  const ids = Array.from(
    { length: tokens },
    (_, index) => first + ((index * 7919) % (architecture.vocabularySize - first - 10)),
  );
  const targetPosition = firstPosition + (targetPositions === 'restart' ? 1 : tokens);
  return { ids, firstPosition, textTokens: tokens, targetPosition };
}
