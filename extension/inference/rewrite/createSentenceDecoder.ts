import type { Manifest } from '../../core/model/manifest.js';
import { type Decoding, stepwiseDecoding } from '../decoding/decoding.js';
import { DecodingStrategies } from '../decoding/decodingStrategies.js';
import type { DecodingStrategy } from '../decoding/decodingStrategy.js';
import { isRevising } from '../draft/reviser.js';
import { RevisionStrategy } from '../draft/revisionStrategy.js';
import { runLimits } from '../decoding/runLimits.js';
import { SentenceDecoder } from './sentenceDecoder.js';
import type { Lexicon } from '../spelling/lexicon.js';
import { Speller } from '../spelling/speller.js';
import { SuspectFinder } from '../spelling/suspects.js';
import type { StepGraph } from '../runtime/stepGraph.js';
import type { TextPipeline } from './textPipeline.js';
import type { Tokenizer } from '../tokenizer/tokenizer.js';

/** Puts the decoder of a model together, with the ways of decoding that its manifest names. */
export function createSentenceDecoder({
  manifest,
  tokenizer,
  graph,
  text,
  lexicons,
  decoding = stepwiseDecoding(manifest, graph),
}: {
  readonly manifest: Manifest;
  readonly tokenizer: Tokenizer;
  readonly graph: StepGraph;
  readonly text: TextPipeline;
  readonly lexicons?: () => readonly Lexicon[];
  readonly decoding?: Decoding;
}): SentenceDecoder {
  const { candidates, lengthBeam: general } = decoding;
  const speller = createSpeller(manifest, tokenizer, graph, lexicons);
  const strategies = new DecodingStrategies(general, ownStrategies(manifest, graph, general, speller));
  return new SentenceDecoder(graph, strategies, candidates, tokenizer, manifest, text);
}

/** By task: the ways of decoding that the model learnt for some of them. */
function ownStrategies(
  manifest: Manifest,
  graph: StepGraph,
  general: DecodingStrategy,
  speller: Speller | undefined,
): ReadonlyMap<string, DecodingStrategy> {
  const { revision, spelling } = manifest;
  if (!revision || !isRevising(graph)) return new Map();
  const limits = runLimits(manifest);
  const plain = new RevisionStrategy(graph, general, manifest, revision, limits);
  const spelt = new RevisionStrategy(graph, general, manifest, revision, limits, speller);
  return new Map(revision.tasks.map((task) => [task, spelling?.tasks.includes(task) ? spelt : plain]));
}

/** The correction of spelling, for models that come with a lexicon. The lexicon is read when it is first needed. */
export function createSpeller(
  manifest: Manifest,
  tokenizer: Tokenizer,
  graph: StepGraph,
  lexicons: (() => readonly Lexicon[]) | undefined,
): Speller | undefined {
  const { spelling, limits, specialTokens } = manifest;
  if (!spelling || !lexicons) return undefined;
  let finder: SuspectFinder | undefined;
  return new Speller(graph, specialTokens.mask, runLimits(manifest), () => {
    finder ??= new SuspectFinder(lexicons(), tokenizer, spelling, limits.targetTokens);
    return finder;
  });
}
