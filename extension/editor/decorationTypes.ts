import * as vscode from 'vscode';
import { DisposableStore } from './disposableStore.js';
import { themeColor } from './themeColor.js';

const { ClosedClosed } = vscode.DecorationRangeBehavior;

/** An icon of ours for the margin, for light and dark themes. */
export function gutterIcon(
  extension: vscode.Uri,
  name: 'changed' | 'working',
): vscode.DecorationRenderOptions {
  const file = (theme: string): vscode.ThemableDecorationRenderOptions => ({
    gutterIconPath: vscode.Uri.joinPath(extension, 'media', 'review', `${name}-${theme}.svg`),
    gutterIconSize: 'contain',
  });
  return { dark: file('dark'), light: file('light') };
}

/** How changes look. Nothing is told by colour alone: new words are underlined, old ones struck through. */
export class DecorationTypes implements vscode.Disposable {
  private readonly store = new DisposableStore();

  /** New text. */
  public readonly written = this.type({
    backgroundColor: themeColor('interlinear.changedTextBackground'),
    textDecoration: 'underline dashed',
    // Where a theme gives it a colour; unlike a border it takes no room.
    outline: '1px solid',
    outlineColor: themeColor('interlinear.changedTextBorder'),
    overviewRulerColor: themeColor('interlinear.changedOverviewRuler'),
    overviewRulerLane: vscode.OverviewRulerLane.Left,
    rangeBehavior: ClosedClosed,
  });

  /** Where text was only removed there is nothing to underline: a small mark stands in its place. */
  public readonly removed = this.type({
    before: {
      contentText: '▾',
      color: themeColor('interlinear.removedOverviewRuler'),
      backgroundColor: themeColor('interlinear.removedTextBackground'),
    },
    overviewRulerColor: themeColor('interlinear.removedOverviewRuler'),
    overviewRulerLane: vscode.OverviewRulerLane.Left,
    rangeBehavior: ClosedClosed,
  });

  /** Old words before the new ones; the words come with each range. */
  public readonly oldText = this.type({
    before: {
      color: themeColor('interlinear.removedTextForeground'),
      backgroundColor: themeColor('interlinear.removedTextBackground'),
      textDecoration: 'line-through',
      margin: '0 0.4ch 0 0',
    },
    rangeBehavior: ClosedClosed,
  });

  /** One icon in the margin of every line with a change. */
  public readonly line: vscode.TextEditorDecorationType;

  public constructor(extension: vscode.Uri) {
    this.line = this.type({ ...gutterIcon(extension, 'changed'), rangeBehavior: ClosedClosed });
  }

  public dispose(): void {
    this.store.dispose();
  }

  private type(options: vscode.DecorationRenderOptions): vscode.TextEditorDecorationType {
    return this.store.add(vscode.window.createTextEditorDecorationType(options));
  }
}
