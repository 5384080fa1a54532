import type { Manifest } from '../core/manifest.js';
import { DecodingStrategies } from './decodingStrategies.js';
import type { DecodingStrategy } from './decodingStrategy.js';
import { LengthBeamStrategy } from './lengthBeamStrategy.js';
import { MaskPredict } from './maskPredict.js';
import { type RevisingGraph, RevisionStrategy } from './revisionStrategy.js';
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
  const general = new LengthBeamStrategy(maskPredict, manifest);
  const strategies = new DecodingStrategies(general, ownStrategies(manifest, graph, general));
  return new SentenceDecoder(graph, strategies, maskPredict, tokenizer, manifest, text);
}

/** By task: the ways of decoding that the model learnt for some of them. */
function ownStrategies(
  manifest: Manifest,
  graph: StepGraph,
  general: DecodingStrategy,
): ReadonlyMap<string, DecodingStrategy> {
  const { revision } = manifest;
  if (!revision || !isRevising(graph)) return new Map();
  const strategy = new RevisionStrategy(graph, general, manifest, revision, runLimits(manifest));
  return new Map(revision.tasks.map((task) => [task, strategy]));
}

function isRevising(graph: StepGraph): graph is RevisingGraph {
  return graph.findTrouble !== undefined;
}
