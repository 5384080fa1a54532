import type { CommandRunner } from '../host/commandRunner.js';
import type { Configuration } from '../host/configuration.js';
import { DisposableStore } from '../host/disposableStore.js';
import type { ModelService } from '../models/modelService.js';
import type { Review } from '../review/register.js';
import { ActiveRuns } from './activeRuns.js';
import { registerCancel } from './cancelCommand.js';
import { CommitBoxActions } from './commitBoxActions.js';
import { RequestBuilder } from './requestBuilder.js';
import { RewriteRunner } from './rewriteRunner.js';
import { RunDecorations } from './runDecorations.js';
import { StaleAnswers } from './staleAnswers.js';

export interface Running {
  readonly runs: ActiveRuns;
  readonly runner: RewriteRunner;
  /** Where features add to every request. */
  readonly requests: RequestBuilder;
  dispose(): void;
}

/** Requests: from a selection to an answer in the document. */
export function registerRunning(
  commands: CommandRunner,
  configuration: Configuration,
  model: ModelService,
  review: Review,
): Running {
  const store = new DisposableStore();
  const runs = store.add(new ActiveRuns());
  const staleAnswers = new StaleAnswers(review.content, commands);
  const requests = new RequestBuilder(configuration);
  const runner = store.add(
    new RewriteRunner(model, requests, configuration, runs, review, staleAnswers, commands),
  );
  store.add(new RunDecorations(runs, review.extensionUri));
  store.add(new CommitBoxActions());
  store.add(registerCancel(commands, runs));
  return { runs, runner, requests, dispose: () => store.dispose() };
}
