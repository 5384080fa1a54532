import { float32, protobufFields } from './protobuf.js';

/** Types of pieces, numbered as in `sentencepiece_model.proto`. */
export const PieceType = {
  normal: 1,
  unknown: 2,
  control: 3,
  userDefined: 4,
  unused: 5,
  byte: 6,
} as const;

/** The parts of a SentencePiece `.model` file that segmentation needs. Arrays are indexed by piece id. */
export interface SentencePieceModel {
  /** UTF-8 bytes of each piece: views into the file. */
  readonly pieces: readonly Uint8Array[];
  readonly scores: Float32Array;
  readonly types: Uint8Array;
  readonly unknownId: number;
  readonly unknownSurface: string;
  readonly byteFallback: boolean;
  readonly spaceAsSuffix: boolean;
  /** Empty for the identity normaliser. */
  readonly precompiledCharsmap: Uint8Array;
  readonly addDummyPrefix: boolean;
  readonly removeExtraSpaces: boolean;
  readonly escapeSpaces: boolean;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const unigramModelType = 1;

/**
 * Reads a SentencePiece unigram model file.
 * @throws Error when the bytes are not a unigram model
 */
export function parseSentencePieceModel(file: Uint8Array): SentencePieceModel {
  const pieceMessages: Uint8Array[] = [];
  const settings: Mutable<Omit<SentencePieceModel, 'pieces' | 'scores' | 'types' | 'unknownId'>> = {
    unknownSurface: ' \u2047 ',
    byteFallback: false,
    spaceAsSuffix: false,
    precompiledCharsmap: new Uint8Array(0),
    addDummyPrefix: true,
    removeExtraSpaces: true,
    escapeSpaces: true,
  };
  for (const { number, bytes } of protobufFields(file)) {
    if (number === 1) pieceMessages.push(bytes);
    else if (number === 2) readTrainerSpec(bytes, settings);
    else if (number === 3) readNormalizerSpec(bytes, settings);
  }
  return { ...readPieces(pieceMessages), ...settings };
}

function readTrainerSpec(
  message: Uint8Array,
  settings: Pick<Mutable<SentencePieceModel>, 'spaceAsSuffix' | 'byteFallback' | 'unknownSurface'>,
): void {
  for (const { number, integer, bytes } of protobufFields(message)) {
    if (number === 3 && integer !== unigramModelType) throw new Error('it is not a unigram model');
    if (number === 24) settings.spaceAsSuffix = integer !== 0;
    if (number === 35) settings.byteFallback = integer !== 0;
    if (number === 44) settings.unknownSurface = new TextDecoder().decode(bytes);
  }
}

function readNormalizerSpec(
  message: Uint8Array,
  settings: Pick<
    Mutable<SentencePieceModel>,
    'precompiledCharsmap' | 'addDummyPrefix' | 'removeExtraSpaces' | 'escapeSpaces'
  >,
): void {
  for (const { number, integer, bytes } of protobufFields(message)) {
    if (number === 2) settings.precompiledCharsmap = bytes;
    if (number === 3) settings.addDummyPrefix = integer !== 0;
    if (number === 4) settings.removeExtraSpaces = integer !== 0;
    if (number === 5) settings.escapeSpaces = integer !== 0;
  }
}

function readPieces(
  messages: readonly Uint8Array[],
): Pick<SentencePieceModel, 'pieces' | 'scores' | 'types' | 'unknownId'> {
  const pieces: Uint8Array[] = [];
  const scores = new Float32Array(messages.length);
  const types = new Uint8Array(messages.length).fill(PieceType.normal);
  messages.forEach((message, id) => {
    let piece = new Uint8Array(0);
    for (const { number, integer, bytes } of protobufFields(message)) {
      if (number === 1) piece = bytes as Uint8Array<ArrayBuffer>;
      if (number === 2) scores[id] = float32(bytes);
      if (number === 3) types[id] = integer;
    }
    if (piece.length === 0) throw new Error(`piece ${String(id)} is empty`);
    pieces.push(piece);
  });
  const unknownId = types.indexOf(PieceType.unknown);
  if (unknownId < 0) throw new Error('it has no unknown piece');
  return { pieces, scores, types, unknownId };
}
