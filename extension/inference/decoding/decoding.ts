import type { Manifest } from '../../core/model/manifest.js';
import type { CandidateDecoder } from './candidateDecoder.js';
import type { DecodingStrategy } from './decodingStrategy.js';
import { LengthBeamStrategy } from './lengthBeamStrategy.js';
import { MaskPredict } from './maskPredict.js';
import { runLimits } from './runLimits.js';
import type { StepGraph } from '../runtime/stepGraph.js';

/** How answers come out of a graph: at given lengths, and at the most probable ones. */
export interface Decoding {
  readonly candidates: CandidateDecoder;
  readonly lengthBeam: DecodingStrategy;
}

/** The decoding by Mask-Predict, one run of the graph after the other. */
export function stepwiseDecoding(manifest: Manifest, graph: StepGraph): Decoding {
  const candidates = new MaskPredict(graph, manifest.specialTokens.mask, runLimits(manifest));
  return { candidates, lengthBeam: new LengthBeamStrategy(candidates, manifest) };
}
