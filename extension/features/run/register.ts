import type { CommandRunner } from '../host/commandRunner.js';
import type { Configuration } from '../host/configuration.js';
import { DisposableStore } from '../host/disposableStore.js';
import type { ModelService } from '../models/modelService.js';
import type { Review } from '../review/register.js';
import { ActiveRuns } from './activeRuns.js';
import { registerCancel } from './cancelCommand.js';
import { RewriteRunner } from './rewriteRunner.js';
import { RunDecorations } from './runDecorations.js';
import { StaleAnswers } from './staleAnswers.js';

export interface Running {
  readonly runs: ActiveRuns;
  readonly runner: RewriteRunner;
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
  const runner = new RewriteRunner(model, configuration, runs, review, staleAnswers, commands);
  store.add(new RunDecorations(runs));
  store.add(registerCancel(commands, runs));
  return { runs, runner, dispose: () => store.dispose() };
}
