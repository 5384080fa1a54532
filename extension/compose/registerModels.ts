import * as vscode from 'vscode';
import type { InferenceClient } from '../client/inferenceClient.js';
import { registerEndpoint } from '../features/endpoint/register.js';
import type { CommandRunner } from '../editor/commandRunner.js';
import type { Configuration } from '../editor/configuration.js';
import { DisposableStore } from '../editor/disposableStore.js';
import { ChooseModelCommand } from '../features/models/chooseModelCommand.js';
import { createClient } from '../model/createClient.js';
import { createInstaller } from '../model/createInstaller.js';
import { createStore } from '../model/createStore.js';
import { InstallCommands } from '../features/models/installCommands.js';
import { LocalModel } from '../model/localModel.js';
import { ModelChoice } from '../model/modelChoice.js';
import type { ModelService } from '../model/modelService.js';
import { RemoveModelCommand } from '../features/models/removeModelCommand.js';
import { SelectDeviceCommand } from '../features/models/selectDeviceCommand.js';

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
