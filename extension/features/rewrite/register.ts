import type * as vscode from 'vscode';
import type { CommandRunner } from '../../editor/commandRunner.js';
import type { ModelService } from '../../model/modelService.js';
import type { RewriteRunner } from '../../session/run/rewriteRunner.js';
import { RewriteCommand } from './rewriteCommand.js';

interface Parts {
  readonly commands: CommandRunner;
  readonly model: ModelService;
  readonly runner: RewriteRunner;
}

/** Rewriting in the text's own language: a list of tasks, and a command for each. */
export function registerRewrite({ commands, model, runner }: Parts): vscode.Disposable {
  return new RewriteCommand(model, runner).register(commands);
}
