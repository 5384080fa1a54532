import type * as vscode from 'vscode';
import type { CommandRunner } from '../../editor/commandRunner.js';
import type { Configuration } from '../../editor/configuration.js';
import type { ModelService } from '../../model/modelService.js';
import { EndpointCommands } from './endpointCommands.js';
import { EndpointConsent } from '../../model/endpointConsent.js';
import { EndpointModel } from '../../model/endpointModel.js';
import { Endpoints } from '../../model/endpoints.js';
import { EndpointTokens } from '../../model/endpointTokens.js';

interface Parts {
  readonly context: Pick<vscode.ExtensionContext, 'secrets' | 'globalState'>;
  readonly commands: CommandRunner;
  readonly configuration: Configuration;
}

export interface EndpointFeature {
  readonly endpoints: Endpoints;
  /** The model, run by the server of the settings once its person has agreed. */
  guard(model: ModelService): ModelService;
  dispose(): void;
}

/** A server that runs the model in place of this machine, if the settings name one. Connects to nothing. */
export function registerEndpoint({ context, commands, configuration }: Parts): EndpointFeature {
  const tokens = new EndpointTokens(context.secrets);
  const endpoints = new Endpoints(configuration, tokens);
  const consent = new EndpointConsent(context.globalState, commands);
  const registration = new EndpointCommands(endpoints, tokens, consent, configuration, commands).register();
  return {
    endpoints,
    guard: (model) => new EndpointModel(model, endpoints, consent, commands),
    dispose: () => {
      registration.dispose();
    },
  };
}
