import type { Manifest } from '../../core/model/manifest.js';
import { stepwiseDecoding, type Decoding } from '../decoding/decoding.js';
import { Filler } from './filler.js';
import { GapDecoder } from './gapDecoder.js';
import type { TextPipeline } from '../rewrite/textPipeline.js';
import type { StepGraph } from '../runtime/stepGraph.js';
import { SourceBuilder } from '../tokenizer/sourceBuilder.js';
import type { Tokenizer } from '../tokenizer/tokenizer.js';

interface Parts {
  readonly manifest: Manifest;
  readonly tokenizer: Tokenizer;
  readonly graph: StepGraph;
  readonly text: TextPipeline;
  /** Run by run of `graph` if absent. */
  readonly decoding?: Decoding;
}

/** Puts together what words phrases anew and fills gaps. */
export function createFiller(parts: Parts): Filler {
  const { manifest, tokenizer, text } = parts;
  return new Filler(manifest, tokenizer, new SourceBuilder(manifest), createGapDecoder(parts), text);
}

/** Puts together what predicts the tokens of a gap. */
export function createGapDecoder(parts: Pick<Parts, 'manifest' | 'graph' | 'decoding'>): GapDecoder {
  const { manifest, graph } = parts;
  const { candidates } = parts.decoding ?? stepwiseDecoding(manifest, graph);
  return new GapDecoder(graph, candidates, new SourceBuilder(manifest), manifest);
}
