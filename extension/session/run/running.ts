import type { CommandRunner } from '../../editor/commandRunner.js';
import type { Configuration } from '../../editor/configuration.js';
import type { ModelService } from '../../model/modelService.js';
import type { Review } from '../review/review.js';
import { ActiveRuns } from './activeRuns.js';
import { AnswerWriter } from './answerWriter.js';
import { RequestBuilder } from './requestBuilder.js';
import { RewriteRunner } from './rewriteRunner.js';
import { StaleAnswers } from './staleAnswers.js';

/** Requests: from a selection to an answer in the document. */
export interface Running {
  readonly runs: ActiveRuns;
  readonly runner: RewriteRunner;
  /** Where features add to every request. */
  readonly requests: RequestBuilder;
  dispose(): void;
}

/** Puts together what runs requests. */
export function createRunning(
  commands: CommandRunner,
  configuration: Configuration,
  model: ModelService,
  review: Review,
): Running {
  const runs = new ActiveRuns();
  const staleAnswers = new StaleAnswers(review.content, commands);
  const writer = new AnswerWriter(configuration, review);
  const requests = new RequestBuilder(configuration);
  const runner = new RewriteRunner(model, requests, writer, runs, staleAnswers, commands);
  return {
    runs,
    runner,
    requests,
    dispose: () => {
      runner.dispose();
      runs.dispose();
    },
  };
}
