import { ByteTrie } from './byteTrie.js';
import { decodePieces, type SpelledText, spellPieces } from './sentencePieceDecoder.js';
import { type SentencePieceModel, PieceType, parseSentencePieceModel } from './sentencePieceModel.js';
import { SentencePieceNormalizer, characterLength } from './sentencePieceNormalizer.js';

/** What an unknown character costs below the least probable piece, in the reference implementation. */
const unknownPenalty = 10;
/** The smallest positive normal float32: where the reference implementation's search for the highest score begins. */
const smallestNormalFloat32 = 2 ** -126;

/**
 * Segments text with a SentencePiece unigram model exactly as the reference implementation does (Kudo 2018,
 * "Subword Regularization"; Kudo and Richardson 2018, "SentencePiece"): the same normaliser, and a Viterbi search
 * with the same float32 sums and the same ties. A model's control symbols are never produced from text.
 */
export class SentencePiece {
  private readonly trie = new ByteTrie();
  private readonly normalizer: SentencePieceNormalizer;
  private readonly byteIds = new Int32Array(256).fill(-1);
  private readonly unknownScore: number;
  private readonly highestScore: number;

  public constructor(private readonly model: SentencePieceModel) {
    const userDefined = new ByteTrie();
    let lowest = Infinity;
    let highest = smallestNormalFloat32;
    model.pieces.forEach((piece, id) => {
      const type = model.types[id];
      // A user-defined symbol beats every other way to write the same characters.
      const score = model.scores[id] ?? 0;
      if (type === PieceType.normal) {
        lowest = Math.min(lowest, score);
        highest = Math.max(highest, score);
      }
      if (type === PieceType.userDefined) userDefined.insert(piece, id);
      if (type === PieceType.byte) this.byteIds[byteOfPiece(piece)] = id;
      if (type === PieceType.normal || type === PieceType.userDefined) this.trie.insert(piece, id);
    });
    if (model.byteFallback && this.byteIds.includes(-1)) throw new Error('byte pieces are missing');
    this.unknownScore = Math.fround(lowest - unknownPenalty);
    this.highestScore = highest;
    const anyUserDefined = model.types.includes(PieceType.userDefined);
    this.normalizer = new SentencePieceNormalizer(model, anyUserDefined ? userDefined : undefined);
  }

  /** @throws Error when the bytes are not a unigram model */
  public static parse(file: Uint8Array): SentencePiece {
    return new SentencePiece(parseSentencePieceModel(file));
  }

  /** Number of pieces. */
  public get size(): number {
    return this.model.pieces.length;
  }

  /** Id of the unknown piece. */
  public get unknownId(): number {
    return this.model.unknownId;
  }

  /**
   * Piece ids of a text; a lone surrogate counts as U+FFFD.
   * @param continues the text goes on from one before it: no space is put in front, and one that is there stays
   */
  public encode(text: string, continues = false): number[] {
    const bytes = this.normalizer.normalize(new TextEncoder().encode(text), continues);
    return bytes.length === 0 ? [] : this.bestPath(bytes);
  }

  /**
   * Text of piece ids. Control symbols give nothing; bytes that are not UTF-8 give U+FFFD each.
   * @throws RangeError for an id that is not a piece
   */
  public decode(ids: readonly number[]): string {
    return decodePieces(this.model, ids);
  }

  /** As `decode`, but tells which pieces each part of the text comes from. Throws as `decode`. */
  public spell(ids: readonly number[]): SpelledText[] {
    return spellPieces(this.model, ids);
  }

  private bestPath(bytes: Uint8Array): number[] {
    const { trie, unknownScore, highestScore } = this;
    const { scores, types, unknownId } = this.model;
    const size = bytes.length;
    const bestScore = new Float32Array(size + 1);
    const bestStart = new Int32Array(size + 1).fill(-1);
    const bestId = new Int32Array(size + 1);

    const consider = (start: number, end: number, id: number, total: number): void => {
      if (bestStart[end] !== -1 && !(total > (bestScore[end] ?? 0))) return;
      bestScore[end] = total;
      bestStart[end] = start;
      bestId[end] = id;
    };

    for (let start = 0; start < size;) {
      const scoreHere = bestScore[start] ?? 0;
      const characterEnd = Math.min(size, start + characterLength(bytes[start] ?? 0));
      let wholeCharacter = false;
      let node = ByteTrie.root;
      for (let at = start; at < size;) {
        node = trie.child(node, bytes[at] ?? 0);
        if (node === 0) break;
        at++;
        const id = trie.value(node);
        if (id < 0) continue;
        // A user-defined symbol beats every other way to write the same characters.
        const score =
          types[id] === PieceType.userDefined
            ? Math.fround(Math.fround((at - start) * highestScore) - 0.1)
            : (scores[id] ?? 0);
        consider(start, at, id, Math.fround(score + scoreHere));
        wholeCharacter ||= at === characterEnd;
      }
      if (!wholeCharacter) consider(start, characterEnd, unknownId, Math.fround(unknownScore + scoreHere));
      start = characterEnd;
    }
    return this.collect(bytes, bestStart, bestId);
  }

  /** Follows the best path back, spells unknown characters as bytes, or merges neighbouring ones. */
  private collect(bytes: Uint8Array, bestStart: Int32Array, bestId: Int32Array): number[] {
    const { unknownId, byteFallback } = this.model;
    const reversed: number[] = [];
    let unknownAfter = false;
    for (let end = bytes.length; end > 0; end = bestStart[end] ?? 0) {
      const id = bestId[end] ?? unknownId;
      const unknown = id === unknownId;
      if (unknown && byteFallback) {
        for (let at = end - 1; at >= (bestStart[end] ?? 0); at--) {
          reversed.push(this.byteIds[bytes[at] ?? 0] ?? unknownId);
        }
      } else if (!(unknown && unknownAfter)) {
        reversed.push(id);
      }
      unknownAfter = unknown;
    }
    return reversed.reverse();
  }
}

/** `<0xE2>` → 0xE2. */
function byteOfPiece(piece: Uint8Array): number {
  const match = /^<0x([0-9A-F]{2})>$/.exec(new TextDecoder().decode(piece));
  if (match?.[1] === undefined) throw new Error('a byte piece is not spelled <0xNN>');
  return Number.parseInt(match[1], 16);
}
