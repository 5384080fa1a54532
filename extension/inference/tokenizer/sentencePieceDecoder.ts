import { type SentencePieceModel, PieceType } from './sentencePieceModel.js';
import { characterLength } from './sentencePieceNormalizer.js';

const escapedSpace = '\u2581';
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const strictDecoder = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });

/** A stretch of text with the pieces that spell it: `[start, end)` in the order of the pieces. */
export interface SpelledText {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Joins pieces to text as SentencePiece does: runs of byte pieces are read as UTF-8, the leading space that the
 * normaliser put in is taken away, control symbols disappear.
 * @throws RangeError for an id that is not a piece
 */
export function decodePieces(model: SentencePieceModel, ids: readonly number[]): string {
  return spellPieces(model, ids)
    .map(({ text }) => text)
    .join('');
}

/**
 * As `decodePieces`, but tells which pieces each part of the text comes from.
 * @throws RangeError for an id that is not a piece
 */
export function spellPieces(model: SentencePieceModel, ids: readonly number[]): SpelledText[] {
  const spelled: SpelledText[] = [];
  let bytes: number[] = [];
  let atStart = true;
  let anyText = false;
  let dummyPrefixTaken = false;

  const add = (text: string, start: number, end: number): void => {
    if (text === '') return;
    anyText = true;
    spelled.push({ text, start, end });
  };
  const flushBytes = (end: number): void => {
    const first = end - bytes.length;
    for (const { text, start, length } of utf8WithReplacement(bytes)) {
      add(text, first + start, first + start + length);
    }
    bytes = [];
  };

  ids.forEach((id, index) => {
    const piece = model.pieces[id];
    if (piece === undefined) throw new RangeError(`no piece has the id ${String(id)}`);
    const type = model.types[id];
    if (type === PieceType.byte) {
      bytes.push(Number.parseInt(decoder.decode(piece.subarray(3, 5)), 16));
      return;
    }
    flushBytes(index);
    if (dummyPrefixTaken || anyText) atStart = false;
    dummyPrefixTaken = false;
    if (type === PieceType.control) return;
    if (type === PieceType.unknown) {
      add(model.unknownSurface, index, index + 1);
      return;
    }
    let surface = decoder.decode(piece);
    if (atStart && (model.addDummyPrefix || model.removeExtraSpaces) && surface.startsWith(escapedSpace)) {
      surface = surface.slice(1);
      // With extra spaces removed, every space before the first word goes; without, only the dummy prefix.
      dummyPrefixTaken = !model.removeExtraSpaces;
    }
    add(surface.replaceAll(escapedSpace, ' '), index, index + 1);
  });
  flushBytes(ids.length);
  return spelled;
}

/** Reads UTF-8, character by character; each byte that begins none becomes one U+FFFD, as in SentencePiece. */
function* utf8WithReplacement(
  bytes: readonly number[],
): Generator<{ readonly text: string; readonly start: number; readonly length: number }> {
  for (let start = 0; start < bytes.length;) {
    const character = bytes.slice(start, start + characterLength(bytes[start] ?? 0));
    const decoded = strictUtf8(Uint8Array.from(character));
    const length = decoded === undefined ? 1 : character.length;
    yield { text: decoded ?? '\ufffd', start, length };
    start += length;
  }
}

function strictUtf8(bytes: Uint8Array): string | undefined {
  try {
    return strictDecoder.decode(bytes);
  } catch {
    return undefined;
  }
}
