import type { CommandId } from './commands.js';
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
  /** The step is done when the person has run one of them. */
  readonly completedBy: readonly CommandId[];
}

export const walkthroughSteps: readonly WalkthroughStep[] = [
  { id: 'instruct', completedBy: ['interlinear.instruct', 'interlinear.translate', 'interlinear.rewrite'] },
  {
    id: 'review',
    completedBy: ['interlinear.keep', 'interlinear.keepAll', 'interlinear.undo', 'interlinear.undoAll'],
  },
  { id: 'describe', completedBy: ['interlinear.describeSentence', 'interlinear.classify'] },
  { id: 'private', completedBy: ['interlinear.showStatus'] },
];
