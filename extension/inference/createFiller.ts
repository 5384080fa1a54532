import { stepwiseDecoding } from './decoding.js';
import type { EngineParts } from './engine.js';
import { Filler } from './filler.js';
import { GapDecoder } from './gapDecoder.js';
import { SourceBuilder } from './sourceBuilder.js';

/** Puts together what words phrases anew and fills gaps. */
export function createFiller(
  parts: Pick<EngineParts, 'manifest' | 'tokenizer' | 'graph' | 'text' | 'decoding'>,
): Filler {
  const { manifest, tokenizer, text } = parts;
  return new Filler(manifest, tokenizer, new SourceBuilder(manifest), createGapDecoder(parts), text);
}

/** Puts together what predicts the tokens of a gap. */
export function createGapDecoder(parts: Pick<EngineParts, 'manifest' | 'graph' | 'decoding'>): GapDecoder {
  const { manifest, graph } = parts;
  const { candidates } = parts.decoding ?? stepwiseDecoding(manifest, graph);
  return new GapDecoder(graph, candidates, new SourceBuilder(manifest), manifest);
}
