import type { Manifest } from '../core/manifest.js';
import { type Decoding, stepwiseDecoding } from './decoding.js';
import { DecodingStrategies } from './decodingStrategies.js';
import type { DecodingStrategy } from './decodingStrategy.js';
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
  decoding = stepwiseDecoding(manifest, graph),
}: {
  readonly manifest: Manifest;
  readonly tokenizer: Tokenizer;
  readonly graph: StepGraph;
  readonly text: TextPipeline;
  readonly decoding?: Decoding;
}): SentenceDecoder {
  const { candidates, lengthBeam: general } = decoding;
  const strategies = new DecodingStrategies(general, ownStrategies(manifest, graph, general));
  return new SentenceDecoder(graph, strategies, candidates, tokenizer, manifest, text);
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
