import { SentencePiece } from '../../../../extension/inference/tokenizer/sentencePiece.js';
import { PieceType } from '../../../../extension/inference/tokenizer/sentencePieceModel.js';

interface Piece {
  readonly text: string;
  readonly type: number;
  readonly score: number;
}

const copyTokens = 32;
export const specialTokens = {
  pad: 0,
  unknown: 1,
  separator: 2,
  mask: 3,
  length: 4,
  copy: Array.from({ length: copyTokens }, (_, k) => 5 + k),
  copyCodePoint: 0xe000,
};

/** The bytes of a tiny SentencePiece model file: specials, copy-tokens, bytes, and one piece for each of `pieces`. */
export function tinyModelFile(pieces: readonly string[]): Uint8Array {
  const all: Piece[] = [
    ...['<pad>', '<unk>', '</s>', '<mask>', '<length>'].map((text) => ({
      text,
      type: text === '<unk>' ? PieceType.unknown : PieceType.control,
      score: 0,
    })),
    ...Array.from({ length: copyTokens }, (_, k) => ({
      text: String.fromCharCode(0xe000 + k),
      type: PieceType.userDefined,
      score: 0,
    })),
    ...Array.from({ length: 256 }, (_, byte) => ({
      text: `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`,
      type: PieceType.byte,
      score: 0,
    })),
    ...pieces.map((text, index) => ({ text, type: PieceType.normal, score: -1 - index / 1000 })),
  ];
  const messages = all.map((piece) =>
    delimited(1, [
      ...delimited(1, [...new TextEncoder().encode(piece.text)]),
      ...float(2, piece.score),
      ...integer(3, piece.type),
    ]),
  );
  const trainer = delimited(2, [...integer(3, 1), ...integer(35, 1)]);
  return Uint8Array.from([...messages.flat(), ...trainer]);
}

/** A tokenizer with a piece for `▁` and for every letter of English and some words, and bytes for the rest. */
export function tinySentencePiece(words: readonly string[] = []): SentencePiece {
  const letters = Array.from('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.,;:!?');
  return SentencePiece.parse(tinyModelFile([...words.map((word) => `\u2581${word}`), '\u2581', ...letters]));
}

function integer(field: number, value: number): number[] {
  return [...variableLength(field * 8), ...variableLength(value)];
}

function float(field: number, value: number): number[] {
  return [...variableLength(field * 8 + 5), ...new Uint8Array(Float32Array.of(value).buffer)];
}

function delimited(field: number, bytes: readonly number[]): number[] {
  return [...variableLength(field * 8 + 2), ...variableLength(bytes.length), ...bytes];
}

function variableLength(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...variableLength(Math.floor(value / 128))];
}
