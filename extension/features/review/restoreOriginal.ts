import * as vscode from 'vscode';
import { StringEdit } from '../../core/edits/stringEdit.js';
import type { Original } from '../../core/review/originals.js';
import {
  restoringEdit,
  stateOf,
  type ChangeState,
  type WrittenChange,
} from '../../core/review/writtenChange.js';
import type { CommandRunner } from '../../editor/commandRunner.js';
import { Notice } from '../../editor/notice.js';
import { applyEdits, rangeIn } from '../../editor/textRanges.js';
import type { OriginalContent } from '../../session/review/originalContent.js';
import type { OriginalKeeper } from './originalKeeper.js';

/** The newest original of a document that does not stand there now. */
interface Last {
  readonly original: Original;
  readonly ours: readonly WrittenChange[];
  readonly changed: readonly WrittenChange[];
}

/**
 * Restore Last Original: brings back what the newest answer replaced, long after its review has ended. Text that is not
 * ours is never overwritten without asking.
 */
export class RestoreOriginal {
  public constructor(
    private readonly keeper: OriginalKeeper,
    private readonly content: OriginalContent,
    private readonly commands: CommandRunner,
  ) {}

  /** @throws Notice if there is nothing to restore, or VS Code refuses the edit */
  public async restore(document: vscode.TextDocument): Promise<void> {
    const last = this.lastOf(document);
    if (last === undefined) {
      throw new Notice(vscode.l10n.t('Interlinear remembers no original text that could be restored here.'));
    }
    if (last.changed.length === 0) {
      await write(document, last.ours);
    } else {
      await this.ask(document, last);
    }
  }

  private lastOf(document: vscode.TextDocument): Last | undefined {
    return this.keeper
      .of(document)
      .map((original) => {
        const having = (state: ChangeState): WrittenChange[] =>
          original.changes.filter(
            (change) => stateOf(change, document.getText(rangeIn(document, change.range))) === state,
          );
        return { original, ours: having('ours'), changed: having('changed') };
      })
      .findLast(({ ours, changed }) => ours.length + changed.length > 0);
  }

  private async ask(document: vscode.TextDocument, { ours, changed }: Last): Promise<void> {
    const restored = StringEdit.of([...ours, ...changed].map(restoringEdit)).apply(document.getText());
    const uri = this.content.publish(document, () => restored);
    const title = vscode.l10n.t(
      '{0}: your text ↔ original restored',
      document.uri.path.split('/').at(-1) ?? '',
    );
    await vscode.commands.executeCommand('vscode.diff', document.uri, uri, title);
    const restoreLater = (which: readonly ChangeState[]) => () =>
      this.commands.run('restore original', () => this.restoreNow(document, which));
    const untouched = { title: vscode.l10n.t('Restore the Rest'), run: restoreLater(['ours']) };
    void this.commands.tell(
      'restore original',
      'warning',
      vscode.l10n.t(
        'The text was changed after Interlinear wrote it; nothing was restored. The diff shows what restoring all of the original would do.',
      ),
      [
        { title: vscode.l10n.t('Restore All'), run: restoreLater(['ours', 'changed']) },
        ...(ours.length > 0 ? [untouched] : []),
        { title: vscode.l10n.t('Leave As It Is'), run: () => undefined },
      ],
    );
  }

  /** After the person was asked: the document may be another one by now. */
  private async restoreNow(document: vscode.TextDocument, which: readonly ChangeState[]): Promise<void> {
    const last = document.isClosed ? undefined : this.lastOf(document);
    if (last === undefined) {
      throw new Notice(vscode.l10n.t('Interlinear remembers no original text that could be restored here.'));
    }
    await write(document, which.includes('changed') ? [...last.ours, ...last.changed] : last.ours);
  }
}

/** One undo step. */
async function write(document: vscode.TextDocument, changes: readonly WrittenChange[]): Promise<void> {
  if (changes.length > 0 && !(await applyEdits(document, changes.map(restoringEdit)))) {
    throw new Notice(
      vscode.l10n.t('The document changed in the same moment; nothing was undone. Try again.'),
    );
  }
}
