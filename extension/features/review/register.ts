import type { CommandRunner } from '../host/commandRunner.js';
import { DisposableStore } from '../host/disposableStore.js';
import { ReviewCodeActions } from './codeActions.js';
import { ReviewCodeLens } from './codeLens.js';
import { ReviewDecorations } from './decorations.js';
import { ReviewHover } from './hover.js';
import { OriginalContent } from './originalContent.js';
import { OriginalDiff } from './originalDiff.js';
import { ReviewCommands } from './reviewCommands.js';
import { ReviewController } from './reviewController.js';

export interface Review {
  readonly controller: ReviewController;
  readonly content: OriginalContent;
  readonly diff: OriginalDiff;
  dispose(): void;
}

/** The inline diff: applies answers, marks them, and lets a person keep or undo them. */
export function registerReview(commands: CommandRunner): Review {
  const store = new DisposableStore();
  const controller = store.add(new ReviewController());
  const content = store.add(new OriginalContent());
  const diff = store.add(new OriginalDiff(content, controller));
  store.add(new ReviewDecorations(controller));
  store.add(new ReviewCodeLens(controller));
  store.add(new ReviewHover(controller));
  store.add(new ReviewCodeActions(controller));
  store.add(new ReviewCommands(controller, diff).register(commands));
  return { controller, content, diff, dispose: () => store.dispose() };
}
