import type * as vscode from 'vscode';
import type { Answers } from '../../session/answers/answers.js';
import type { CommandRunner } from '../../editor/commandRunner.js';
import type { Configuration } from '../../editor/configuration.js';
import type { ModelService } from '../../model/modelService.js';
import type { Previews } from '../../session/preview/previews.js';
import { AlternativesCommand } from './alternativesCommand.js';

interface Parts {
  readonly commands: CommandRunner;
  readonly configuration: Configuration;
  readonly model: ModelService;
  readonly answers: Answers;
  readonly previews: Previews;
}

/** Other answers to the same question. */
export function registerAlternatives(parts: Parts): vscode.Disposable {
  const { commands, configuration, model, answers, previews } = parts;
  return new AlternativesCommand(model, configuration, answers, previews).register(commands);
}
