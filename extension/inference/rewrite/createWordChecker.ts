import { parseInstruction } from '../../core/instructions/instructions.js';
import type { Manifest } from '../../core/model/manifest.js';
import type { StepGraph } from '../runtime/stepGraph.js';
import type { Lexicon } from '../spelling/lexicon.js';
import type { Tokenizer } from '../tokenizer/tokenizer.js';
import type { TextPipeline } from './textPipeline.js';
import { createSpeller } from './createSentenceDecoder.js';
import { RewritePlanner } from './rewritePlanner.js';
import { SourceBuilder } from '../tokenizer/sourceBuilder.js';
import { WordChecker } from '../spelling/wordChecker.js';

/** What a checker is made of: a model's parts. */
interface WordCheckerParts {
  readonly manifest: Manifest;
  readonly tokenizer: Tokenizer;
  readonly graph: StepGraph;
  readonly text: TextPipeline;
  readonly lexicons?: () => readonly Lexicon[];
}

/** What finds misspelt words; undefined for models without a lexicon. */
export function createWordChecker({
  manifest,
  tokenizer,
  graph,
  text,
  lexicons,
}: WordCheckerParts): WordChecker | undefined {
  const speller = createSpeller(manifest, tokenizer, graph, lexicons);
  const task = manifest.instructions.find((one) => manifest.spelling?.tasks.includes(one.task));
  if (!speller || !task) return undefined;
  const instruction = tokenizer.encode(parseInstruction(manifest, task.canonical).canonical);
  const builder = new SourceBuilder(manifest);
  return new WordChecker(
    speller,
    graph,
    (whole, format) => text.segment(whole, format === undefined ? {} : { format }),
    (segment, format) =>
      new RewritePlanner(manifest, tokenizer, builder, text, instruction).planSegment(segment, format),
  );
}
