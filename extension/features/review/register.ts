import type * as vscode from 'vscode';
import type { CommandRunner } from '../host/commandRunner.js';
import type { Configuration } from '../host/configuration.js';
import type { ContextKeys } from '../host/contextKeys.js';
import { DisposableStore } from '../host/disposableStore.js';
import { Announcer } from './announcer.js';
import { ReviewCodeActions } from './codeActions.js';
import { ReviewCodeLens } from './codeLens.js';
import { ReviewDecorations } from './decorations.js';
import { ReviewHover } from './hover.js';
import { HoverTurn } from './hoverTurn.js';
import { OldTextHints } from './oldTextHints.js';
import { OriginalContent } from './originalContent.js';
import { OriginalDiff } from './originalDiff.js';
import { OriginalKeeper } from './originalKeeper.js';
import { RestoreOriginal } from './restoreOriginal.js';
import { ReviewAnnouncements } from './reviewAnnouncements.js';
import { ReviewCommands } from './reviewCommands.js';
import { ReviewController } from './reviewController.js';
import { ReviewListing } from './reviewListing.js';

interface Parts {
  readonly commands: CommandRunner;
  readonly configuration: Configuration;
  readonly keys: ContextKeys;
  readonly context: Pick<vscode.ExtensionContext, 'extensionUri' | 'workspaceState'>;
}

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

/** The inline diff: applies answers, marks them, and lets a person keep or undo them. */
export function registerReview({ commands, configuration, keys, context }: Parts): Review {
  const { extensionUri, workspaceState } = context;
  const store = new DisposableStore();
  const controller = store.add(new ReviewController());
  const content = store.add(new OriginalContent());
  const diff = store.add(new OriginalDiff(content, controller));
  const announcements = store.add(new ReviewAnnouncements(new Announcer(commands), controller));
  const keeper = store.add(new OriginalKeeper(controller, configuration, workspaceState));
  const restore = new RestoreOriginal(keeper, content, commands);
  const listing = store.add(new ReviewListing(controller, diff, keys));
  store.add(new ReviewDecorations(controller, configuration, extensionUri));
  store.add(new OldTextHints(controller, configuration));
  store.add(new ReviewCodeLens(controller));
  const hoverTurn = new HoverTurn();
  store.add(new ReviewHover(controller, hoverTurn));
  store.add(new ReviewCodeActions(controller));
  const parts = { reviews: controller, originals: diff, restore, listing, announcements };
  store.add(new ReviewCommands(parts).register(commands));
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
