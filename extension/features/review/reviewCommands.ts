import * as vscode from 'vscode';
import * as z from 'zod';
import { lazily } from '../../core/text/lazily.js';
import type { CommandRunner } from '../../editor/commandRunner.js';
import { Notice } from '../../editor/notice.js';
import { rangeIn } from '../../editor/textRanges.js';
import type { OriginalDiff } from '../../session/review/originalDiff.js';
import type { RestoreOriginal } from './restoreOriginal.js';
import type { ReviewAnnouncements } from '../../session/review/reviewAnnouncements.js';
import type { ChangeChoice, ReviewController } from '../../session/review/reviewController.js';
import type { ReviewListing } from './reviewListing.js';

/** What the links of hovers, CodeLens and code actions pass. */
const choiceSchema = lazily(() =>
  z.object({
    uri: z.string().min(1),
    sessionId: z.number().int().optional(),
    hunkId: z.number().int().optional(),
    hunkIds: z.array(z.number().int()).optional(),
  }),
);

interface Chosen {
  readonly document: vscode.TextDocument;
  readonly choice: ChangeChoice;
}

interface Parts {
  readonly reviews: ReviewController;
  readonly originals: OriginalDiff;
  readonly restore: RestoreOriginal;
  readonly listing: ReviewListing;
  readonly announcements: ReviewAnnouncements;
}

/** Keep, Undo, Keep All, Undo All, Next and Previous Change, Show Original, Restore Last Original, Review Changes. */
export class ReviewCommands {
  private readonly reviews: ReviewController;

  public constructor(private readonly parts: Parts) {
    this.reviews = parts.reviews;
  }

  public register(commands: CommandRunner): vscode.Disposable {
    return vscode.Disposable.from(
      commands.register('interlinear.keep', (value) => this.keep(given(value) ?? this.atCursor())),
      commands.register('interlinear.undo', (value) => this.undo(given(value) ?? this.atCursor())),
      commands.register('interlinear.keepAll', (value) => this.keep(all(value))),
      commands.register('interlinear.undoAll', (value) => this.undo(all(value))),
      commands.register('interlinear.nextChange', (value) => this.go(given(value)?.document, 'next')),
      commands.register('interlinear.previousChange', () => this.go(undefined, 'previous')),
      commands.register('interlinear.showOriginal', (value) => this.showOriginal(given(value)?.document)),
      commands.register('interlinear.restoreOriginal', (value) =>
        this.parts.restore.restore(given(value)?.document ?? activeDocument()),
      ),
      commands.register('interlinear.reviewChanges', () =>
        this.parts.listing.show((document, change) => this.undo({ document, choice: change ?? {} })),
      ),
    );
  }

  private keep({ document, choice }: Chosen): void {
    this.reviews.keep(document, choice);
  }

  private async undo({ document, choice }: Chosen): Promise<void> {
    if (!(await this.reviews.undo(document, choice))) {
      throw new Notice(
        vscode.l10n.t('The document changed in the same moment; nothing was undone. Try again.'),
      );
    }
  }

  private async showOriginal(document = activeDocument()): Promise<void> {
    await this.parts.originals.show(document);
  }

  /** The change at the cursor of the active editor. @throws Notice if there is none */
  private atCursor(): Chosen {
    const editor = vscode.window.activeTextEditor;
    const change = editor && this.reviews.changesAt(editor.document, editor.selection).at(-1);
    if (editor === undefined || change === undefined) {
      throw new Notice(vscode.l10n.t('There is no change by Interlinear at the cursor.'));
    }
    return { document: editor.document, choice: change };
  }

  private async go(document: vscode.TextDocument | undefined, direction: 'next' | 'previous'): Promise<void> {
    const editor = document ? await editorOf(document) : vscode.window.activeTextEditor;
    const changes = this.reviews.changesIn(editor?.document);
    if (editor === undefined || changes.length === 0) {
      throw new Notice(vscode.l10n.t('There are no changes by Interlinear here.'));
    }
    const cursor = editor.document.offsetAt(editor.selection.active);
    const change =
      direction === 'next'
        ? (changes.find(({ range }) => range.start > cursor) ?? changes[0]!)
        : (changes.findLast(({ range }) => range.start < cursor) ?? changes.at(-1)!);
    this.parts.announcements.at(change, changes.indexOf(change), changes.length);
    const range = rangeIn(editor.document, change.range);
    editor.selection = new vscode.Selection(range.start, range.start);
    editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }
}

/** An editor that shows the document already, as a notebook does for its cells, or a new one. */
async function editorOf(document: vscode.TextDocument): Promise<vscode.TextEditor> {
  const shown = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
  return shown ?? (await vscode.window.showTextDocument(document));
}

function given(value: unknown): Chosen | undefined {
  const { data } = choiceSchema().safeParse(value);
  const document = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === data?.uri);
  const choice = data?.sessionId === undefined ? {} : data;
  return data && document && { document, choice };
}

/** All changes of the document that was given, or of the active editor's. */
function all(value: unknown): Chosen {
  return { document: given(value)?.document ?? activeDocument(), choice: {} };
}

/** @throws Notice if no editor is active */
function activeDocument(): vscode.TextDocument {
  const document = vscode.window.activeTextEditor?.document;
  if (document === undefined) {
    throw new Notice(vscode.l10n.t('There are no changes by Interlinear here.'));
  }
  return document;
}
