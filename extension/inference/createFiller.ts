import type { EngineParts } from './engine.js';
import { Filler } from './filler.js';
import { GapDecoder } from './gapDecoder.js';
import { MaskPredict } from './maskPredict.js';
import { runLimits } from './runLimits.js';
import { SourceBuilder } from './sourceBuilder.js';

/** Puts together what words phrases anew and fills gaps. */
export function createFiller(parts: Pick<EngineParts, 'manifest' | 'tokenizer' | 'graph' | 'text'>): Filler {
  const { manifest, tokenizer, text } = parts;
  return new Filler(manifest, tokenizer, new SourceBuilder(manifest), createGapDecoder(parts), text);
}

/** Puts together what predicts the tokens of a gap. */
export function createGapDecoder({ manifest, graph }: Pick<EngineParts, 'manifest' | 'graph'>): GapDecoder {
  const maskPredict = new MaskPredict(graph, manifest.specialTokens.mask, runLimits(manifest));
  return new GapDecoder(graph, maskPredict, new SourceBuilder(manifest), manifest);
}
