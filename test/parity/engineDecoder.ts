import { parseInstruction } from '../../extension/core/instructions/instructions.js';
import { type EngineOptions, loadModel } from '../../extension/inference/createEngine.js';
import { createSentenceDecoder } from '../../extension/inference/rewrite/createSentenceDecoder.js';
import { createGapDecoder } from '../../extension/inference/fill/createFiller.js';
import type { SentenceSettings } from '../../extension/inference/decoding/decodingStrategy.js';
import type { EngineParts } from '../../extension/inference/engine.js';
import type { RewriteJob } from '../../extension/inference/decoding/rewriteJob.js';
import type { SentenceDecoder } from '../../extension/inference/rewrite/sentenceDecoder.js';
import type { DecodedGap } from '../../extension/inference/fill/gapDecoder.js';
import { SourceBuilder } from '../../extension/inference/tokenizer/sourceBuilder.js';
import { ComparedGraph } from './comparedGraph.js';
import type { DecoderInput, GapInput } from './decoderInputs.js';

/** What both decoders say of one input. */
export interface DecoderAnswer {
  readonly ids: readonly number[];
  readonly score: number;
  readonly scores: readonly number[];
}

/** The engine's decoder, told and asked in the terms of the reference decoder. */
export class EngineDecoder {
  private readonly decoder: SentenceDecoder;
  private readonly builder: SourceBuilder;

  private constructor(private readonly parts: EngineParts) {
    this.decoder = createSentenceDecoder(parts);
    this.builder = new SourceBuilder(parts.manifest);
  }

  public static async open(options: EngineOptions): Promise<EngineDecoder> {
    return new EngineDecoder(await loadModel(options));
  }

  /** The decoder of a model that is loaded already; it is released with this. */
  public static of(parts: EngineParts): EngineDecoder {
    return new EngineDecoder(parts);
  }

  /** Decodes with the first variant, and compares every prediction with the second one's. */
  public static async compare(
    directory: string,
    [exact, other]: readonly [string, string],
  ): Promise<{ readonly decoder: EngineDecoder; readonly graph: ComparedGraph }> {
    const parts = await loadModel({ directory, device: 'cpu', variant: exact });
    const second = await loadModel({ directory, device: 'cpu', variant: other });
    const graph = new ComparedGraph(parts.graph, second.graph);
    const release = async (): Promise<void> => {
      await parts.release();
      await second.release();
    };
    return { decoder: new EngineDecoder({ ...parts, graph, release }), graph };
  }

  /** Inputs that are decoded in the same way share a batch, as in the product. */
  public async answer(inputs: readonly DecoderInput[]): Promise<ReadonlyMap<number, DecoderAnswer>> {
    const groups = new Map<string, DecoderInput[]>();
    for (const input of inputs) {
      const key = JSON.stringify(this.settings(input));
      groups.set(key, [...(groups.get(key) ?? []), input]);
    }
    const answers = new Map<number, DecoderAnswer>();
    for (const group of groups.values()) {
      for (let start = 0; start < group.length; start += 8) {
        const batch = group.slice(start, start + 8);
        const found = await this.answerBatch(batch);
        batch.forEach(({ id }, index) => answers.set(id, found[index]!));
      }
    }
    return answers;
  }

  public encode(text: string): readonly number[] {
    return this.parts.tokenizer.encode(text);
  }

  /** What stands in the gap of an input, best first. */
  public fill({ before, after, instruction, gaps, iterations }: GapInput): Promise<DecodedGap[]> {
    const decoder = createGapDecoder(this.parts);
    const ids = this.parts.tokenizer.encode(instruction);
    return decoder.decode(before, after, ids, gaps, { iterations, stopConfidence: 1 });
  }

  public dispose(): Promise<void> {
    return this.parts.release();
  }

  private taskOf(instruction: string): string {
    return parseInstruction(this.parts.manifest, instruction).instruction.task;
  }

  private settings({ id: _, input: __, ...wishes }: DecoderInput): SentenceSettings {
    const { instruction, ...settings } = wishes;
    return { task: this.taskOf(instruction), ...settings };
  }

  private async answerBatch(batch: readonly DecoderInput[]): Promise<DecoderAnswer[]> {
    const { tokenizer, text } = this.parts;
    const jobs = batch.map(({ input, instruction }): RewriteJob => {
      const textIds = tokenizer.encode(input);
      const source = this.builder.build(textIds, tokenizer.encode(instruction));
      return { source, textIds, sentence: text.protect(input, []), terms: new Set() };
    });
    const { ranked } = await this.decoder.rank(jobs, this.settings(batch[0]!));
    return ranked.map(({ answers }) => {
      const { ids, score, scores } = answers[0]!;
      return { ids: [...ids], score, scores: [...scores] };
    });
  }
}
