import type { Hunk } from '../../../../extension/core/edits/hunk.js';
import type { TextEdit } from '../../../../extension/core/edits/textEdit.js';

/** A character of the document, or a whole hunk that nobody has edited. */
type Cell = { readonly character: string } | { readonly id: number; readonly hunk: Hunk };

function widthOf(cell: Cell): number {
  return 'hunk' in cell ? cell.hunk.modifiedText.length : 1;
}

/**
 * A slow and plain model of a document under review, against which the reducer is checked. It has no ranges that
 * could shift: the document is a list of cells, and an edit that reaches into a hunk's cell turns it to characters.
 */
export class CellDocument {
  private constructor(private readonly cells: readonly Cell[]) {}

  public static of(original: string, hunks: readonly Hunk[]): CellDocument {
    const cells: Cell[] = [];
    let position = 0;
    const copy = (end: number): void => {
      cells.push(
        ...Array.from({ length: end - position }, (_, index) => ({ character: original[position + index]! })),
      );
    };
    hunks.forEach((hunk, id) => {
      copy(hunk.originalRange.start);
      cells.push({ id, hunk });
      position = hunk.originalRange.end;
    });
    copy(original.length);
    return new CellDocument(cells);
  }

  /** Text with our changes, or with those of the given kind taken back. */
  public text(undone = false): string {
    return this.cells
      .map((cell) =>
        'hunk' in cell ? (undone ? cell.hunk.originalText : cell.hunk.modifiedText) : cell.character,
      )
      .join('');
  }

  /** Identifiers of the hunks that nobody has edited. */
  public get intact(): number[] {
    return this.cells.flatMap((cell) => ('hunk' in cell ? [cell.id] : []));
  }

  public edited({ range, text }: TextEdit): CellDocument {
    const result: Cell[] = [];
    const inserted = [...Array(text.length).keys()].map((index) => ({ character: text[index]! }));
    let isInserted = false;
    const insert = (): void => {
      if (!isInserted) {
        result.push(...inserted);
        isInserted = true;
      }
    };
    let position = 0;
    for (const cell of this.cells) {
      const end = position + widthOf(cell);
      if (position >= range.start && (range.end <= position || range.start === range.end)) {
        insert();
      }
      if (end <= range.start || position >= range.end) {
        result.push(cell);
      } else {
        // What the edit leaves of the cell; a character is gone as a whole.
        const content = 'hunk' in cell ? cell.hunk.modifiedText : cell.character;
        const rest = [...content.slice(0, Math.max(0, range.start - position)).split('')];
        result.push(...rest.map((character) => ({ character })));
        if (range.end <= end) {
          insert();
        }
        const tail = content.slice(Math.max(0, range.end - position)).split('');
        result.push(...tail.map((character) => ({ character })));
      }
      position = end;
    }
    insert();
    return new CellDocument(result);
  }
}
