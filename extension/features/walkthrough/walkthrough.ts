import * as vscode from 'vscode';
import { walkthroughId } from '../../contributions/walkthrough.js';
import type { CommandRunner } from '../../editor/commandRunner.js';
import type { ContextKeys } from '../../editor/contextKeys.js';
import { followProgress, type ProgressSources } from './progress.js';
import { openSample } from './sample.js';

const key = 'interlinear.walkthrough.known';

interface Parts extends ProgressSources {
  readonly commands: CommandRunner;
  readonly keys: ContextKeys;
  readonly context: Pick<vscode.ExtensionContext, 'globalState' | 'extension'>;
}

/**
 * Get Started, and the walkthrough's place in the Welcome page. VS Code opens a walkthrough by itself after an
 * installation if its condition holds then: so that nothing pops up, it holds only from the next session on.
 */
export function registerWalkthrough(parts: Parts): vscode.Disposable {
  const { context, commands, keys } = parts;
  const { globalState, extension } = context;
  if (globalState.get<boolean>(key) === true) {
    keys.set('interlinear.walkthrough', true);
  } else {
    void globalState.update(key, true);
  }
  const getStarted = commands.register('interlinear.getStarted', async () => {
    keys.set('interlinear.walkthrough', true);
    await vscode.commands.executeCommand(
      'workbench.action.openWalkthrough',
      `${extension.id}#${walkthroughId}`,
    );
  });
  return vscode.Disposable.from(
    getStarted,
    commands.register('interlinear.openSample', () => openSample()),
    followProgress(parts, keys),
  );
}
