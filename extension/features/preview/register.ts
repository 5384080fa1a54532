import { registerAlternatives } from '../alternatives/register.js';
import { Answers } from '../answers/answers.js';
import type { Confidence } from '../confidence/confidence.js';
import { registerConfidence } from '../confidence/register.js';
import type { CommandRunner } from '../host/commandRunner.js';
import type { Configuration } from '../host/configuration.js';
import type { GlossaryTerms } from '../glossary/glossaryTerms.js';
import { registerGlossary } from '../glossary/register.js';
import { DisposableStore } from '../host/disposableStore.js';
import { registerLength } from '../length/register.js';
import type { ModelService } from '../models/modelService.js';
import { registerPhrase } from '../phrase/register.js';
import type { Review } from '../review/register.js';
import type { Running } from '../run/register.js';
import { Decoder } from './decoder.js';
import { Previews } from './previews.js';

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
  return { confidence, terms, dispose: () => store.dispose() };
}
