import * as vscode from 'vscode';
import type { CommandRunner } from '../../editor/commandRunner.js';
import type { ContextKeys } from '../../editor/contextKeys.js';
import type { ModelService } from '../../model/modelService.js';
import type { RewriteRunner } from '../../session/run/rewriteRunner.js';
import { RewriteCommand } from './rewriteCommand.js';
import { TaskOffer } from './taskOffer.js';

interface Parts {
  readonly commands: CommandRunner;
  readonly model: ModelService;
  readonly runner: RewriteRunner;
  readonly keys: ContextKeys;
}

/** Rewriting in the text's own language: a list of tasks, and a command for each. */
export function registerRewrite({ commands, model, runner, keys }: Parts): vscode.Disposable {
  const offer = new TaskOffer(model, keys);
  return vscode.Disposable.from(offer, new RewriteCommand(model, runner, offer).register(commands));
}
