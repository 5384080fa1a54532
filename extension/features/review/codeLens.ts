import * as vscode from 'vscode';
import type { CommandId } from '../../contributions/commands.js';
import { DisposableStore } from '../../editor/disposableStore.js';
import { rangeIn } from '../../editor/textRanges.js';
import type { ReviewController } from '../../session/review/reviewController.js';
import type { PendingChange } from '../../session/review/reviewSession.js';

/** More paragraphs than this have one row together: rows push the text apart. */
const mostRows = 200;

/** A row above the first change of each paragraph: Keep · Undo, and above the first one what concerns all of them. */
export class ReviewCodeLens implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new vscode.EventEmitter<void>());

  public readonly onDidChangeCodeLenses = this.changed.event;

  public constructor(private readonly reviews: ReviewController) {
    this.store.add(reviews.onChange(() => this.changed.fire()));
    this.store.add(vscode.languages.registerCodeLensProvider({ scheme: '*' }, this));
  }

  public provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const all = this.reviews.changesIn(document);
    const paragraphs = changesByParagraph(document, all);
    const sessions = [...new Set(all.map(({ sessionId }) => sessionId))].map((id) =>
      all.filter(({ sessionId }) => sessionId === id),
    );
    const rows = paragraphs.length <= mostRows ? paragraphs : sessions;
    return rows.flatMap((changes, index) => this.row(document, changes, rows.length, index, all.length));
  }

  public dispose(): void {
    this.store.dispose();
  }

  /** @param changes of one session */
  private row(
    document: vscode.TextDocument,
    changes: readonly PendingChange[],
    rows: number,
    index: number,
    count: number,
  ): vscode.CodeLens[] {
    const range = rangeIn(document, changes[0]!.range);
    const uri = document.uri.toString();
    const lens = (command: CommandId, title: string, argument: object = {}): vscode.CodeLens =>
      new vscode.CodeLens(range, { command, title, arguments: [{ uri, ...argument }] });
    const { sessionId } = changes[0]!;
    const chosen = { sessionId, hunkIds: changes.map(({ hunkId }) => hunkId) };
    const decisions = [
      lens('interlinear.keep', vscode.l10n.t('Keep'), chosen),
      lens('interlinear.undo', vscode.l10n.t('Undo'), chosen),
    ];
    if (index > 0) {
      return decisions;
    }
    const next = count === 1 ? vscode.l10n.t('1 change') : vscode.l10n.t('{0} changes: next', count);
    return [
      ...decisions,
      lens('interlinear.nextChange', next, { sessionId }),
      ...(rows > 1
        ? [
            lens('interlinear.keepAll', vscode.l10n.t('Keep all')),
            lens('interlinear.undoAll', vscode.l10n.t('Undo all')),
          ]
        : []),
      lens('interlinear.showOriginal', vscode.l10n.t('Show original'), { sessionId }),
    ];
  }
}

/** Changes of one session with no blank line between them. */
function changesByParagraph(
  document: vscode.TextDocument,
  changes: readonly PendingChange[],
): PendingChange[][] {
  const paragraphs: PendingChange[][] = [];
  for (const change of changes) {
    const last = paragraphs.at(-1)?.at(-1);
    const gap =
      last && document.getText(rangeIn(document, { start: last.range.end, end: change.range.start }));
    if (gap !== undefined && last?.sessionId === change.sessionId && !/\n[^\S\n]*\n/.test(gap)) {
      paragraphs.at(-1)?.push(change);
    } else {
      paragraphs.push([change]);
    }
  }
  return paragraphs;
}
