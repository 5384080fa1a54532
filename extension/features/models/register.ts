import * as vscode from 'vscode';
import type { InferenceClient } from '../../client/inferenceClient.js';
import { registerEndpoint } from '../endpoint/register.js';
import type { CommandRunner } from '../host/commandRunner.js';
import type { Configuration } from '../host/configuration.js';
import { DisposableStore } from '../host/disposableStore.js';
import { ChooseModelCommand } from './chooseModelCommand.js';
import { createClient } from './createClient.js';
import { createInstaller } from './createInstaller.js';
import { createStore } from './createStore.js';
import { InstallCommands } from './installCommands.js';
import { LocalModel } from './localModel.js';
import { ModelChoice } from './modelChoice.js';
import type { ModelService } from './modelService.js';
import { RemoveModelCommand } from './removeModelCommand.js';
import { SelectDeviceCommand } from './selectDeviceCommand.js';

interface Parts {
  readonly context: vscode.ExtensionContext;
  readonly commands: CommandRunner;
  readonly configuration: Configuration;
  readonly log: vscode.LogOutputChannel;
}

export interface Models {
  readonly client: InferenceClient;
  /** The model that the settings name, run by the inference process, or by the server that they name. */
  readonly local: ModelService;
  dispose(): void;
}

/** The inference process as this window sees it, the models of this machine, and the commands about both. Starts nothing. */
export function registerModels({ context, commands, configuration, log }: Parts): Models {
  const disposables = new DisposableStore();
  const client = disposables.add(createClient(context, configuration, log));
  const store = createStore(context);
  const endpoint = disposables.add(registerEndpoint({ context, commands, configuration }));
  const choice = new ModelChoice(store, configuration, client);
  const { installer, remover } = createInstaller(context, log);
  disposables.add(new ChooseModelCommand(choice, commands).register());
  disposables.add(new InstallCommands(installer, store, choice, commands).register());
  disposables.add(new RemoveModelCommand(choice, remover, commands).register());
  disposables.add(
    new SelectDeviceCommand(configuration, choice, client, endpoint.endpoints, commands).register(),
  );
  const model = new LocalModel(client, store, configuration, endpoint.endpoints);
  return { client, local: endpoint.guard(model), dispose: () => disposables.dispose() };
}
