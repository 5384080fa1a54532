import type { Manifest } from '../../core/model/manifest.js';
import type { SentencePiece } from './sentencePiece.js';
import type { SpelledText } from './sentencePieceDecoder.js';

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

  /**
   * Ids of a text, without any special token around them; a lone surrogate counts as U+FFFD.
   * @param continues the text goes on from one before it: a word that it begins with is no new word
   */
  public encode(text: string, continues = false): number[] {
    const { idOffset, normalForm } = this.manifest.tokenizer;
    const { unknown } = this.manifest.specialTokens;
    const unknownPiece = this.pieces.unknownId;
    const normal = normalForm === 'none' ? text : text.normalize(normalForm);
    const ids = this.pieces.encode(normal, continues);
    return ids.map((id) => (id === unknownPiece ? unknown : id + idOffset));
  }

  /** Text of ids; special tokens and ids outside the vocabulary give nothing. */
  public decode(ids: readonly number[]): string {
    return this.pieces.decode(this.spelling(ids).map(({ piece }) => piece));
  }

  /** As `decode`, but tells which of `ids` each part of the text comes from. */
  public spell(ids: readonly number[]): SpelledText[] {
    const spelling = this.spelling(ids);
    const places = spelling.map(({ index }) => index);
    return this.pieces.spell(spelling.map(({ piece }) => piece)).map(({ text, start, end }) => {
      return { text, start: places[start] ?? 0, end: (places[end - 1] ?? 0) + 1 };
    });
  }

  /** The ids that stand for text, as pieces, each with its place. */
  private spelling(ids: readonly number[]): { readonly piece: number; readonly index: number }[] {
    const { idOffset } = this.manifest.tokenizer;
    return ids.flatMap((id, index) => {
      const piece = id - idOffset;
      return this.special.has(id) || piece < 0 || piece >= this.pieces.size ? [] : [{ piece, index }];
    });
  }
}
