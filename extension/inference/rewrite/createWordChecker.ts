import { parseInstruction } from '../../core/instructions/instructions.js';
import type { EngineParts } from '../engine.js';
import { createSpeller } from './createSentenceDecoder.js';
import { RewritePlanner } from './rewritePlanner.js';
import { SourceBuilder } from '../tokenizer/sourceBuilder.js';
import { WordChecker } from '../spelling/wordChecker.js';

/** What finds misspelt words; undefined for models without a lexicon. */
export function createWordChecker(parts: EngineParts): WordChecker | undefined {
  const { manifest, tokenizer, graph, text, lexicons } = parts;
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
