import type { Manifest } from '../core/manifest.js';
import { DecodingStrategies } from './decodingStrategies.js';
import { LengthBeamStrategy } from './lengthBeamStrategy.js';
import { MaskPredict } from './maskPredict.js';
import { runLimits } from './runLimits.js';
import { SentenceDecoder } from './sentenceDecoder.js';
import type { StepGraph } from './stepGraph.js';
import type { TextPipeline } from './textPipeline.js';
import type { Tokenizer } from './tokenizer.js';

/** Puts the decoder of a model together, with the ways of decoding that its manifest names. */
export function createSentenceDecoder({
  manifest,
  tokenizer,
  graph,
  text,
}: {
  readonly manifest: Manifest;
  readonly tokenizer: Tokenizer;
  readonly graph: StepGraph;
  readonly text: TextPipeline;
}): SentenceDecoder {
  const maskPredict = new MaskPredict(graph, manifest.specialTokens.mask, runLimits(manifest));
  const strategies = new DecodingStrategies(new LengthBeamStrategy(maskPredict, manifest));
  return new SentenceDecoder(graph, strategies, maskPredict, tokenizer, manifest, text);
}
