import * as vscode from 'vscode';
import type { CommandRunner } from '../../editor/commandRunner.js';
import type { Configuration } from '../../editor/configuration.js';
import type { ModelService } from '../../model/modelService.js';
import type { RewriteRunner } from '../../session/run/rewriteRunner.js';
import { InstructCommand } from './instructCommand.js';
import { InstructionHistory } from './instructionHistory.js';
import { ManageInstructions } from './manageInstructions.js';
import { SavedInstructions } from './savedInstructions.js';

interface Parts {
  readonly commands: CommandRunner;
  readonly configuration: Configuration;
  readonly model: ModelService;
  readonly runner: RewriteRunner;
  readonly context: Pick<vscode.ExtensionContext, 'globalState'>;
}

/** Free instructions: what was said before, what a person keeps under a name, and what the model understands. */
export function registerInstruct(parts: Parts): vscode.Disposable {
  const { commands, configuration, model, runner, context } = parts;
  const history = new InstructionHistory(context.globalState);
  const saved = new SavedInstructions(configuration);
  return vscode.Disposable.from(
    new InstructCommand(model, runner, history, saved).register(commands),
    new ManageInstructions(history, saved).register(commands),
  );
}
