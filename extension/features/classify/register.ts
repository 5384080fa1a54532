import * as vscode from 'vscode';
import type { CommandRunner } from '../host/commandRunner.js';
import type { Configuration } from '../host/configuration.js';
import type { ModelService } from '../models/modelService.js';
import type { Review } from '../review/register.js';
import { registerRules } from '../rules/register.js';
import type { ActiveRuns } from '../run/activeRuns.js';
import type { Classifier } from './classifier.js';
import { ClassifyCommand } from './classifyCommand.js';
import { ClassifyHover } from './classifyHover.js';
import type { RunningProcess } from './hoverPolicy.js';

interface Parts {
  readonly commands: CommandRunner;
  readonly configuration: Configuration;
  readonly model: ModelService;
  readonly classifier: Classifier;
  readonly runs: ActiveRuns;
  readonly client: RunningProcess;
  readonly log: vscode.LogOutputChannel;
  readonly review: Pick<Review, 'controller' | 'hoverTurn'>;
  readonly context: Pick<vscode.ExtensionContext, 'workspaceState'>;
}

/** What a text is: the hover over a sentence, the commands for the keyboard, and rules about it. */
export function registerClassify(parts: Parts): vscode.Disposable {
  const { commands, configuration, model, classifier, runs, client, log, review } = parts;
  const hover = new ClassifyHover(model, classifier, configuration, runs, client, log, review);
  return vscode.Disposable.from(
    hover,
    commands.register('interlinear.describeSentence', (value) => hover.show(value)),
    new ClassifyCommand(model, classifier, configuration).register(commands),
    registerRules(parts),
  );
}
