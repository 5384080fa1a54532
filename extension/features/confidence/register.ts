import type { Answers } from '../../session/answers/answers.js';
import type { CommandRunner } from '../../editor/commandRunner.js';
import type { Configuration } from '../../editor/configuration.js';
import { DisposableStore } from '../../editor/disposableStore.js';
import type { Decoder } from '../../session/preview/decoder.js';
import type { RequestBuilder } from '../../session/run/requestBuilder.js';
import { Confidence } from './confidence.js';
import { ConfidenceDecorations } from './confidenceDecorations.js';
import { ConfidenceHover } from './confidenceHover.js';
import { toggleConfidence } from './toggleConfidence.js';

interface Parts {
  readonly commands: CommandRunner;
  readonly configuration: Configuration;
  readonly answers: Answers;
  readonly decoder: Decoder;
  readonly requests: RequestBuilder;
}

export interface ConfidenceFeature {
  readonly confidence: Confidence;
  dispose(): void;
}

/** How sure the model is of the words of an answer. */
export function registerConfidence(parts: Parts): ConfidenceFeature {
  const { commands, configuration, answers, decoder, requests } = parts;
  const store = new DisposableStore();
  const confidence = store.add(new Confidence(configuration, answers, decoder, commands));
  store.add(new ConfidenceDecorations(confidence));
  store.add(new ConfidenceHover(confidence));
  store.add(requests.add(({ document }) => confidence.parameters(document)));
  store.add(commands.register('interlinear.toggleConfidence', () => toggleConfidence(commands)));
  return { confidence, dispose: () => store.dispose() };
}
