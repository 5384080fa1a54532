import type * as vscode from 'vscode';
import type { CommandRunner } from '../../editor/commandRunner.js';
import type { Configuration } from '../../editor/configuration.js';
import type { ContextKeys } from '../../editor/contextKeys.js';
import { DisposableStore } from '../../editor/disposableStore.js';
import type { Review } from '../../session/review/review.js';
import { ReviewCodeActions } from './codeActions.js';
import { ReviewCodeLens } from './codeLens.js';
import { ReviewDecorations } from './decorations.js';
import { ReviewHover } from './hover.js';
import { OldTextHints } from './oldTextHints.js';
import { OriginalKeeper } from './originalKeeper.js';
import { RestoreOriginal } from './restoreOriginal.js';
import { ReviewCommands } from './reviewCommands.js';
import { ReviewListing } from './reviewListing.js';

interface Parts {
  readonly commands: CommandRunner;
  readonly configuration: Configuration;
  readonly keys: ContextKeys;
  readonly context: Pick<vscode.ExtensionContext, 'workspaceState'>;
  readonly review: Review;
}

/** The inline diff: marks answers, and lets a person keep or undo them. */
export function registerReview({ commands, configuration, keys, context, review }: Parts): DisposableStore {
  const { controller, content, diff, announcements, hoverTurn, extensionUri } = review;
  const store = new DisposableStore();
  const keeper = store.add(new OriginalKeeper(controller, configuration, context.workspaceState));
  const restore = new RestoreOriginal(keeper, content, commands);
  const listing = store.add(new ReviewListing(controller, diff, keys));
  store.add(new ReviewDecorations(controller, configuration, extensionUri));
  store.add(new OldTextHints(controller, configuration));
  store.add(new ReviewCodeLens(controller));
  store.add(new ReviewHover(controller, hoverTurn));
  store.add(new ReviewCodeActions(controller));
  const parts = { reviews: controller, originals: diff, restore, listing, announcements };
  store.add(new ReviewCommands(parts).register(commands));
  return store;
}
