import { registerAlternatives } from '../features/alternatives/register.js';
import { Answers } from '../session/answers/answers.js';
import type { Confidence } from '../features/confidence/confidence.js';
import { registerConfidence } from '../features/confidence/register.js';
import type { CommandRunner } from '../editor/commandRunner.js';
import type { Configuration } from '../editor/configuration.js';
import type { GlossaryTerms } from '../features/glossary/glossaryTerms.js';
import { registerGlossary } from '../features/glossary/register.js';
import { DisposableStore } from '../editor/disposableStore.js';
import { registerLength } from '../features/length/register.js';
import type { ModelService } from '../model/modelService.js';
import { registerMemory } from '../features/memory/register.js';
import { registerPhrase } from '../features/phrase/register.js';
import type { Review } from '../session/review/review.js';
import type { Running } from '../session/run/running.js';
import { Decoder } from '../session/preview/decoder.js';
import { Previews } from '../session/preview/previews.js';

interface Parts {
  readonly commands: CommandRunner;
  readonly configuration: Configuration;
  readonly model: ModelService;
  readonly review: Review;
  readonly running: Running;
}

export interface Wordings {
  readonly confidence: Confidence;
  readonly terms: GlossaryTerms;
  dispose(): void;
}

/** Everything that puts another wording in the place of a text or of an answer to it. */
export function registerWordings({ commands, configuration, model, review, running }: Parts): Wordings {
  const { runs, runner, requests } = running;
  const store = new DisposableStore();
  const answers = store.add(new Answers(review.controller, runner));
  const decoder = new Decoder(model, requests);
  const previews = new Previews({ reviews: review.controller, answers, runs, decoder, commands });
  const parts = { commands, configuration, model, runner, requests, answers, previews, decoder };
  store.add(registerLength(parts));
  store.add(registerAlternatives(parts));
  store.add(registerPhrase(parts));
  const { confidence } = store.add(registerConfidence(parts));
  const { terms } = store.add(registerGlossary(parts));
  store.add(registerMemory(parts));
  return { confidence, terms, dispose: () => store.dispose() };
}
