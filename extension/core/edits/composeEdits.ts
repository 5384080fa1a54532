import type { TextEdit } from './textEdit.js';

/** A stretch of a changed text: either kept from the original (its offsets there), or inserted. */
type Piece = { readonly start: number; readonly end: number } | { readonly inserted: string };

/** Reads the result of a change from left to right as pieces; the last piece is the endless rest of the text. */
class PieceReader {
  private readonly pieces: Piece[] = [];
  private index = 0;
  private used = 0;

  public constructor(edits: readonly TextEdit[]) {
    let position = 0;
    for (const { range, text } of edits) {
      this.pieces.push({ start: position, end: range.start }, { inserted: text });
      position = range.end;
    }
    this.pieces.push({ start: position, end: Infinity });
  }

  /** The pieces of the next `count` code units. */
  public take(count: number): Piece[] {
    const taken: Piece[] = [];
    let left = count;
    for (let piece = this.pieces[this.index]; piece !== undefined && left > 0;) {
      const length = 'inserted' in piece ? piece.inserted.length : piece.end - piece.start;
      const step = Math.min(left, length - this.used);
      const from = this.used;
      if (step > 0) {
        taken.push(
          'inserted' in piece
            ? { inserted: piece.inserted.slice(from, from + step) }
            : { start: piece.start + from, end: piece.start + from + step },
        );
      }
      left -= step;
      this.used += step;
      if (this.used >= length) {
        piece = this.pieces[++this.index];
        this.used = 0;
      }
    }
    return taken;
  }
}

function editsOf(pieces: readonly Piece[]): TextEdit[] {
  const edits: TextEdit[] = [];
  let position = 0;
  let text = '';
  for (const piece of pieces) {
    if ('inserted' in piece) {
      text += piece.inserted;
      continue;
    }
    if (piece.start > position || text !== '') {
      edits.push({ range: { start: position, end: piece.start }, text });
      text = '';
    }
    position = piece.end;
  }
  return edits;
}

/**
 * The one list of edits that does what `first` and then `second` do. Both lists are sorted and free of overlaps;
 * the offsets of `second` are in the text after `first`, those of the result in the text before it.
 */
export function composeEdits(first: readonly TextEdit[], second: readonly TextEdit[]): TextEdit[] {
  const reader = new PieceReader(first);
  const pieces: Piece[] = [];
  let position = 0;
  for (const { range, text } of second) {
    pieces.push(...reader.take(range.start - position), { inserted: text });
    reader.take(range.end - range.start);
    position = range.end;
  }
  pieces.push(...reader.take(Infinity));
  return editsOf(pieces);
}
