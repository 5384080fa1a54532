import * as vscode from 'vscode';
import type { ContextKeys } from '../../editor/contextKeys.js';
import { rangeIn } from '../../editor/textRanges.js';
import { describeChange } from '../../session/review/describeChange.js';
import type { OriginalDiff } from '../../session/review/originalDiff.js';
import type { ReviewController } from '../../session/review/reviewController.js';
import type { PendingChange } from '../../session/review/reviewSession.js';

interface ChangeItem extends vscode.QuickPickItem {
  readonly document?: vscode.TextDocument;
  readonly change?: PendingChange;
}

interface DecisionItem extends vscode.QuickPickItem {
  /** @returns whether the list of changes is to be shown again */
  run(): Promise<boolean> | boolean;
}

/**
 * Review Changes…: every change that waits, in every document, as a list for the keyboard. The only way to the changes of
 * a commit message beside its light bulb, as its box is no editor for extensions.
 */
export class ReviewListing implements vscode.Disposable {
  private readonly subscription: vscode.Disposable;

  public constructor(
    private readonly reviews: ReviewController,
    private readonly originals: OriginalDiff,
    keys: ContextKeys,
  ) {
    this.subscription = reviews.onChange(() =>
      keys.set('interlinear.reviewOpen', reviews.documents.length > 0),
    );
  }

  /** Shows the list again and again, until nothing is left to decide or the person leaves it. */
  public async show(
    undo: (document: vscode.TextDocument, change?: PendingChange) => Promise<void>,
  ): Promise<void> {
    for (let again = true; again;) {
      const items = this.items();
      const chosen =
        items.length === 0 ? undefined : await pick(items, vscode.l10n.t('Changes that wait for a decision'));
      if (chosen?.document === undefined || chosen.change === undefined) {
        return;
      }
      const { document, change } = chosen;
      const decision = await pick(this.decisions(document, change, undo), describeChange(change));
      again = (await decision?.run()) ?? true;
    }
  }

  public dispose(): void {
    this.subscription.dispose();
  }

  private items(): ChangeItem[] {
    const active = vscode.window.activeTextEditor?.document;
    const documents = [...this.reviews.documents].sort(
      (first, second) => Number(second === active) - Number(first === active),
    );
    return documents.flatMap((document) => [
      { label: nameOf(document), kind: vscode.QuickPickItemKind.Separator },
      ...this.reviews.changesIn(document).map((change) => ({
        label: describeChange(change),
        description: vscode.l10n.t('line {0}', document.positionAt(change.range.start).line + 1),
        document,
        change,
      })),
    ]);
  }

  private decisions(
    document: vscode.TextDocument,
    change: PendingChange,
    undo: (document: vscode.TextDocument, change?: PendingChange) => Promise<void>,
  ): DecisionItem[] {
    const count = this.reviews.changesIn(document).length;
    const goOn = (action: () => Promise<void> | void) => async (): Promise<boolean> => {
      await action();
      return true;
    };
    const one: DecisionItem[] = [
      { label: vscode.l10n.t('Keep'), run: goOn(() => this.reviews.keep(document, change)) },
      { label: vscode.l10n.t('Undo'), run: goOn(() => undo(document, change)) },
    ];
    const all: DecisionItem[] = [
      {
        label: vscode.l10n.t('Keep all changes by Interlinear ({0})', count),
        run: goOn(() => this.reviews.keep(document, {})),
      },
      {
        label: vscode.l10n.t('Undo all changes by Interlinear ({0})', count),
        run: goOn(() => undo(document)),
      },
    ];
    const look: DecisionItem[] = [
      { label: vscode.l10n.t('Go to the change'), run: () => goTo(document, change) },
      {
        label: vscode.l10n.t('Show original'),
        run: async () => {
          await this.originals.show(document);
          return false;
        },
      },
    ];
    return [...one, ...(count > 1 ? all : []), ...look];
  }
}

async function pick<Item extends vscode.QuickPickItem>(
  items: readonly Item[],
  placeHolder: string,
): Promise<Item | undefined> {
  return vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true });
}

async function goTo(document: vscode.TextDocument, { range }: PendingChange): Promise<boolean> {
  const selection = rangeIn(document, { start: range.start, end: range.start });
  await vscode.window.showTextDocument(document, { selection });
  return false;
}

function nameOf({ uri, languageId }: vscode.TextDocument): string {
  return languageId === 'scminput'
    ? vscode.l10n.t('Commit message')
    : (uri.path.split('/').at(-1) ?? uri.toString());
}
