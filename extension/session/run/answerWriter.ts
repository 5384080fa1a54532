import * as vscode from 'vscode';
import { editOf, type Hunk } from '../../core/edits/hunk.js';
import { StringEdit } from '../../core/edits/stringEdit.js';
import { shifted, type OffsetRange } from '../../core/text/offsetRange.js';
import type { Configuration } from '../../editor/configuration.js';
import { Notice } from '../../editor/notice.js';
import { rangeIn } from '../../editor/textRanges.js';
import type { Review } from '../review/review.js';
import { spansOf, type TextSpan } from '../selection/textSpan.js';
import type { ActiveRun } from './activeRun.js';
import type { AnswerPiece } from './answerPieces.js';

/** What became of an answer. `conflict`: the person's edits are in the way. */
export type WriteOutcome =
  | { readonly kind: 'unchanged' | 'conflict' }
  /** Where the pieces stand; none where the person's edits stand among them. */
  | { readonly kind: 'written'; readonly spans: readonly TextSpan[] };

/** Whether other pieces of the same answer were written before, or are to come. */
export interface WriteOrder {
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

/** Writes pieces of answers, each time as one edit, and opens their review. */
export class AnswerWriter {
  public constructor(
    private readonly configuration: Configuration,
    private readonly review: Review,
  ) {}

  /** @throws Notice if VS Code refuses for another reason than the person's typing */
  public async write(
    run: ActiveRun,
    pieces: readonly AnswerPiece[],
    { isFirst, isLast }: WriteOrder,
  ): Promise<WriteOutcome> {
    const { document } = run;
    const mode = this.configuration.get('interlinear.review.mode', document);
    const changes = run.texts.map((_, text): readonly Hunk[] =>
      pieces.filter((piece) => piece.text === text).flatMap(({ hunks }) => hunks),
    );
    for (let version = -1; version !== document.version;) {
      version = document.version;
      const edit = run.editFor(changes);
      if (edit === undefined) {
        return { kind: 'conflict' };
      }
      if (edit.isEmpty) {
        return { kind: 'unchanged' };
      }
      const places = pieces.map(({ text, range }) => run.placeOf(text, range));
      const read = (range: OffsetRange): string => document.getText(rangeIn(document, range));
      const untouched = places.every((place, index) => read(place) === pieces[index]?.source);
      // Pieces of one answer that follow each other are one undo step, as long as nobody edits in between.
      const joins = !isFirst && document.version === run.writtenVersion;
      const undo = isFirst && isLast ? undefined : { before: !joins, after: isLast };
      const replaced = isFirst ? run.ranges : [];
      const apply = (): Promise<boolean> =>
        this.review.controller.apply(document, edit, replaced, mode !== 'off', undo);
      if (await run.write(pieces, apply)) {
        this.review.announcements.opened(this.review.controller.changesIn(document).length);
        if (mode === 'diffEditor' && isLast) {
          await this.review.diff.show(document);
        }
        return { kind: 'written', spans: untouched ? spansOf(places, pieces.map(textOf)) : [] };
      }
      // Refused because of a keystroke in the same moment: the loop takes it into account. Otherwise: for good.
    }
    throw new Notice(vscode.l10n.t('VS Code refused to change this document; it may be read-only.'));
  }
}

function textOf({ source, range, hunks }: AnswerPiece): string {
  const edits = hunks
    .map(editOf)
    .map((edit) => ({ range: shifted(edit.range, -range.start), text: edit.text }));
  return StringEdit.of(edits).apply(source);
}
