import type * as vscode from 'vscode';
import type { CommandRunner } from '../../editor/commandRunner.js';
import { DisposableStore } from '../../editor/disposableStore.js';
import { Announcer } from './announcer.js';
import { HoverTurn } from './hoverTurn.js';
import { OriginalContent } from './originalContent.js';
import { OriginalDiff } from './originalDiff.js';
import { ReviewAnnouncements } from './reviewAnnouncements.js';
import { ReviewController } from './reviewController.js';

/** The state of the reviews, and the ways to show an original. */
export interface Review {
  readonly controller: ReviewController;
  readonly content: OriginalContent;
  readonly diff: OriginalDiff;
  readonly announcements: ReviewAnnouncements;
  readonly hoverTurn: HoverTurn;
  /** Folder of the extension, for its pictures. */
  readonly extensionUri: vscode.Uri;
  dispose(): void;
}

/** Puts together what applies answers and follows them; it marks nothing in an editor. */
export function createReview(commands: CommandRunner, extensionUri: vscode.Uri): Review {
  const store = new DisposableStore();
  const controller = store.add(new ReviewController());
  const content = store.add(new OriginalContent());
  const diff = store.add(new OriginalDiff(content, controller));
  const announcements = store.add(new ReviewAnnouncements(new Announcer(commands), controller));
  const hoverTurn = new HoverTurn();
  return {
    controller,
    content,
    diff,
    announcements,
    hoverTurn,
    extensionUri,
    dispose: () => store.dispose(),
  };
}
