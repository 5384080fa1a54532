import type { CommandRunner } from '../../editor/commandRunner.js';
import type { Configuration } from '../../editor/configuration.js';
import { DisposableStore } from '../../editor/disposableStore.js';
import type { ModelService } from '../../model/modelService.js';
import type { RequestBuilder } from '../../session/run/requestBuilder.js';
import { Glossaries } from './glossaries.js';
import { GlossaryCommands } from './glossaryCommands.js';
import { GlossaryTerms } from './glossaryTerms.js';
import { KeepWordsCommand } from './keepWordsCommand.js';

interface Parts {
  readonly commands: CommandRunner;
  readonly configuration: Configuration;
  readonly model: ModelService;
  readonly requests: RequestBuilder;
}

export interface Glossary {
  readonly terms: GlossaryTerms;
  dispose(): void;
}

/** Words whose translation is given, and words that stay. */
export function registerGlossary({ commands, configuration, model, requests }: Parts): Glossary {
  const store = new DisposableStore();
  const glossaries = store.add(new Glossaries());
  const terms = new GlossaryTerms(model, configuration, glossaries, commands);
  store.add(requests.add((context) => terms.parameters(context)));
  store.add(new GlossaryCommands(model, configuration, glossaries).register(commands));
  store.add(new KeepWordsCommand(configuration, commands).register(commands));
  return { terms, dispose: () => store.dispose() };
}
