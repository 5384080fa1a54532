import * as vscode from 'vscode';
import { DisposableStore } from '../../editor/disposableStore.js';
import type { Announcer } from './announcer.js';
import { describeChange } from './describeChange.js';
import type { ReviewController } from './reviewController.js';
import { type PendingChange, type ReviewEnd } from './reviewSession.js';

/** Tells people with a screen reader what others see: how many changes there are, which one they are at, and the end. */
export class ReviewAnnouncements implements vscode.Disposable {
  private readonly store = new DisposableStore();

  public constructor(
    private readonly announcer: Announcer,
    reviews: ReviewController,
  ) {
    this.store.add(reviews.onEnded(({ end }) => this.ended(end)));
  }

  /** A review has begun. @param count of the changes that wait in the document */
  public opened(count: number): void {
    if (count > 0) {
      this.announcer.say(count === 1 ? vscode.l10n.t('1 change') : vscode.l10n.t('{0} changes', count));
    }
  }

  /** The cursor went to a change. @param index of the change, from 0 */
  public at(change: PendingChange, index: number, count: number): void {
    const what = describeChange(change);
    this.announcer.say(vscode.l10n.t('Change {0} of {1}: {2}', index + 1, count, what));
  }

  public dispose(): void {
    this.store.dispose();
  }

  private ended({ reason, kept, undone }: ReviewEnd): void {
    if (reason === 'restored') {
      this.announcer.say(vscode.l10n.t('Review ended: the original text is back.'));
    } else if (reason === 'resolved') {
      this.announcer.say(vscode.l10n.t('Review ended: {0} kept, {1} undone.', kept, undone));
    }
  }
}
