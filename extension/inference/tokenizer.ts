import type { Manifest } from '../core/manifest.js';
import type { SentencePiece } from './sentencePiece.js';

/**
 * Text to the ids of a model and back, as the manifest says: Unicode normal form, SentencePiece, id offset. Special
 * tokens are never produced from text, whatever a text spells out.
 */
export class Tokenizer {
  private readonly special: ReadonlySet<number>;

  public constructor(
    private readonly pieces: SentencePiece,
    private readonly manifest: Pick<Manifest, 'tokenizer' | 'specialTokens'>,
  ) {
    const { pad, unknown, separator, mask, length } = manifest.specialTokens;
    this.special = new Set([pad, unknown, separator, mask, length]);
  }

  /** Ids of a text, without any special token around them; a lone surrogate counts as U+FFFD. */
  public encode(text: string): number[] {
    const { idOffset, normalForm } = this.manifest.tokenizer;
    const { unknown } = this.manifest.specialTokens;
    const unknownPiece = this.pieces.unknownId;
    const ids = this.pieces.encode(normalForm === 'none' ? text : text.normalize(normalForm));
    return ids.map((id) => (id === unknownPiece ? unknown : id + idOffset));
  }

  /** Text of ids; special tokens and ids outside the vocabulary give nothing. */
  public decode(ids: readonly number[]): string {
    const { idOffset } = this.manifest.tokenizer;
    const pieces = ids
      .filter((id) => !this.special.has(id))
      .map((id) => id - idOffset)
      .filter((piece) => piece >= 0 && piece < this.pieces.size);
    return this.pieces.decode(pieces);
  }
}
