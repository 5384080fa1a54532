import { type SentencePieceModel, PieceType } from './sentencePieceModel.js';
import { characterLength } from './sentencePieceNormalizer.js';

const escapedSpace = '\u2581';
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const strictDecoder = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });

/**
 * Joins pieces to text as SentencePiece does: runs of byte pieces are read as UTF-8, the leading space that the
 * normaliser put in is taken away, control symbols disappear.
 * @throws RangeError for an id that is not a piece
 */
export function decodePieces(model: SentencePieceModel, ids: readonly number[]): string {
  let text = '';
  let bytes: number[] = [];
  let atStart = true;
  let dummyPrefixTaken = false;

  const flushBytes = (): void => {
    text += utf8WithReplacement(bytes);
    bytes = [];
  };

  for (const id of ids) {
    const piece = model.pieces[id];
    if (piece === undefined) throw new RangeError(`no piece has the id ${String(id)}`);
    const type = model.types[id];
    if (type === PieceType.byte) {
      bytes.push(Number.parseInt(decoder.decode(piece.subarray(3, 5)), 16));
      continue;
    }
    flushBytes();
    if (dummyPrefixTaken || text !== '') atStart = false;
    dummyPrefixTaken = false;
    if (type === PieceType.control) continue;
    if (type === PieceType.unknown) {
      text += model.unknownSurface;
      continue;
    }
    let surface = decoder.decode(piece);
    if (atStart && (model.addDummyPrefix || model.removeExtraSpaces) && surface.startsWith(escapedSpace)) {
      surface = surface.slice(1);
      // With extra spaces removed, every space before the first word goes; without, only the dummy prefix.
      dummyPrefixTaken = !model.removeExtraSpaces;
    }
    text += surface.replaceAll(escapedSpace, ' ');
  }
  flushBytes();
  return text;
}

/** Reads UTF-8; each byte that begins no valid character becomes one U+FFFD, as in SentencePiece. */
function utf8WithReplacement(bytes: readonly number[]): string {
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const character = bytes.slice(at, at + characterLength(bytes[at] ?? 0));
    const decoded = strictUtf8(Uint8Array.from(character));
    text += decoded ?? '\ufffd';
    at += decoded === undefined ? 1 : character.length;
  }
  return text;
}

function strictUtf8(bytes: Uint8Array): string | undefined {
  try {
    return strictDecoder.decode(bytes);
  } catch {
    return undefined;
  }
}
