import type { Manifest } from '../../core/model/manifest.js';

/** A source as the model reads it: the length token, the text, the instruction, and separators. */
export interface Source {
  readonly ids: readonly number[];
  /** Position of the first token; the others follow. */
  readonly firstPosition: number;
  /** Number of tokens of the text itself. */
  readonly textTokens: number;
  /** Position of the first target token that answers this source. */
  readonly targetPosition: number;
}

/** Lays out sources as the manifest's `layout` says. */
export class SourceBuilder {
  public constructor(private readonly manifest: Pick<Manifest, 'layout' | 'specialTokens' | 'limits'>) {}

  /** How many tokens a text may have beside an instruction of `instructionTokens` tokens; may be negative. */
  public room(instructionTokens: number): number {
    const lengthTokenAndSeparators = 3;
    return this.manifest.limits.sourceTokens - instructionTokens - lengthTokenAndSeparators;
  }

  /** @param text must not be longer than `room(instruction.length)` */
  public build(text: readonly number[], instruction: readonly number[]): Source {
    const { layout, specialTokens } = this.manifest;
    const { length, separator } = specialTokens;
    const [first, second] = layout.source === 'text-first' ? [text, instruction] : [instruction, text];
    const ids = [length, ...first, separator, ...second, separator];
    const { firstPosition } = layout;
    const targetPosition = firstPosition + (layout.targetPositions === 'restart' ? 1 : ids.length);
    return { ids, firstPosition, textTokens: text.length, targetPosition };
  }
}
