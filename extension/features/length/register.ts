import * as vscode from 'vscode';
import type { Answers } from '../../session/answers/answers.js';
import type { CommandRunner } from '../../editor/commandRunner.js';
import type { Configuration } from '../../editor/configuration.js';
import type { ModelService } from '../../model/modelService.js';
import type { Decoder } from '../../session/preview/decoder.js';
import type { Previews } from '../../session/preview/previews.js';
import type { RewriteRunner } from '../../session/run/rewriteRunner.js';
import { LengthCommands } from './lengthCommands.js';
import { LengthDial } from './lengthDial.js';

interface Parts {
  readonly commands: CommandRunner;
  readonly configuration: Configuration;
  readonly model: ModelService;
  readonly runner: RewriteRunner;
  readonly answers: Answers;
  readonly previews: Previews;
  readonly decoder: Decoder;
}

/** The length of answers: one step at a time, to a limit, or live. */
export function registerLength(parts: Parts): vscode.Disposable {
  const { commands, configuration, model, runner, answers, previews, decoder } = parts;
  return vscode.Disposable.from(
    new LengthCommands(model, runner, answers, previews).register(commands),
    new LengthDial(model, configuration, answers, previews, decoder).register(commands),
  );
}
