import * as vscode from 'vscode';
import type { CommandRunner } from '../../editor/commandRunner.js';
import type { Configuration } from '../../editor/configuration.js';
import type { ModelService } from '../../model/modelService.js';
import type { Review } from '../../session/review/review.js';
import type { ActiveRuns } from '../../session/run/activeRuns.js';
import type { Classifier } from '../../session/labels/classifier.js';
import { ClassifyCommand } from './classifyCommand.js';
import { ClassifyHover } from './classifyHover.js';
import type { RunningProcess } from '../../model/hoverPolicy.js';

interface Parts {
  readonly commands: CommandRunner;
  readonly configuration: Configuration;
  readonly model: ModelService;
  readonly classifier: Classifier;
  readonly runs: ActiveRuns;
  readonly client: RunningProcess;
  readonly log: vscode.LogOutputChannel;
  readonly review: Pick<Review, 'controller' | 'hoverTurn'>;
}

/** What a text is: the hover over a sentence, and the commands for the keyboard. */
export function registerClassify(parts: Parts): vscode.Disposable {
  const { commands, configuration, model, classifier, runs, client, log, review } = parts;
  const hover = new ClassifyHover(model, classifier, configuration, runs, client, log, review);
  return vscode.Disposable.from(
    hover,
    commands.register('interlinear.describeSentence', (value) => hover.show(value)),
    new ClassifyCommand(model, classifier, configuration).register(commands),
  );
}
