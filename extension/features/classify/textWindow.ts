import type { Lines } from '../../session/selection/spanAtCursor.js';

/** A zero-based place in a document. */
export interface Place {
  readonly line: number;
  readonly character: number;
}

/** Bounds of what is read around a pointer: lines on each side, and UTF-16 code units altogether. */
const reach = 200;
const most = 12_000;
const longestLine = 4_000;

/** The lines around a place as one text with LF line ends, whatever the document has. */
export class TextWindow {
  private constructor(
    public readonly first: number,
    private readonly lines: readonly string[],
  ) {
    this.text = lines.join('\n');
  }

  public readonly text: string;

  /** Number of the last line. */
  public get last(): number {
    return this.first + this.lines.length - 1;
  }

  /** @returns undefined on a line that no person wrote */
  public static around(lines: Lines, line: number): TextWindow | undefined {
    const found = [lines.lineAt(line).text];
    let size = found[0]!.length;
    if (size > longestLine) {
      return undefined;
    }
    let first = line;
    let last = line;
    // Measured before it is taken: one line of a minified file may be longer than all that may be read.
    const next = (number: number): string | undefined => {
      const text = number >= 0 && number < lines.lineCount ? lines.lineAt(number).text : undefined;
      if (text === undefined || text.length > longestLine || size >= most) {
        return undefined;
      }
      size += text.length;
      return text;
    };
    for (let distance = 1, up = true, down = true; distance <= reach && (up || down); distance++) {
      const above = up ? next(first - 1) : undefined;
      if (above === undefined) {
        up = false;
      } else {
        found.unshift(above);
        first--;
      }
      const below = down ? next(last + 1) : undefined;
      if (below === undefined) {
        down = false;
      } else {
        found.push(below);
        last++;
      }
    }
    return new TextWindow(first, found);
  }

  public offsetAt({ line, character }: Place): number {
    const before = this.lines.slice(0, line - this.first);
    return before.reduce((sum, text) => sum + text.length + 1, character);
  }

  public placeAt(offset: number): Place {
    let line = 0;
    let character = offset;
    while (character > (this.lines[line]?.length ?? Infinity)) {
      character -= this.lines[line++]!.length + 1;
    }
    return { line: this.first + line, character };
  }
}
