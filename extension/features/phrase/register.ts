import type * as vscode from 'vscode';
import type { CommandRunner } from '../../editor/commandRunner.js';
import type { Configuration } from '../../editor/configuration.js';
import type { ModelService } from '../../model/modelService.js';
import type { Previews } from '../../session/preview/previews.js';
import { PhraseCommands } from './phraseCommands.js';

interface Parts {
  readonly commands: CommandRunner;
  readonly configuration: Configuration;
  readonly model: ModelService;
  readonly previews: Previews;
}

/** Words for a part of a sentence. */
export function registerPhrase({ commands, configuration, model, previews }: Parts): vscode.Disposable {
  return new PhraseCommands(model, configuration, previews).register(commands);
}
