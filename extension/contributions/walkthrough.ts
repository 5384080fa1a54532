import type { ContextKey } from './contextKeys.js';

/** Identifier of the walkthrough within the extension. */
export const walkthroughId = 'start';

/**
 * VS Code opens a walkthrough by itself right after an installation, if its condition holds: this key is false until
 * the extension is activated in a later session, or a person asks for the walkthrough.
 */
export const walkthroughCondition: ContextKey = 'interlinear.walkthrough';

/** A step: its pictures are `media/walkthrough/<id>-<theme>.png` (`npm run pictures`), its texts are `walkthrough.<id>.…` in package.nls.json. */
export interface WalkthroughStep {
  readonly id: string;
  /** True once it has worked: a command that failed or was closed ticks nothing. */
  readonly completedBy: `onContext:${ContextKey}` | `onCommand:workbench.action.${string}`;
}

export const walkthroughSteps: readonly WalkthroughStep[] = [
  { id: 'instruct', completedBy: 'onContext:interlinear.triedAnswer' },
  { id: 'review', completedBy: 'onContext:interlinear.triedReview' },
  { id: 'describe', completedBy: 'onContext:interlinear.triedDescribe' },
  { id: 'keys', completedBy: 'onCommand:workbench.action.openGlobalKeybindings' },
  { id: 'private', completedBy: 'onContext:interlinear.triedStatus' },
];
