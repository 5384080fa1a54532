import * as vscode from 'vscode';
import type { Answers } from '../answers/answers.js';
import type { CommandRunner } from '../host/commandRunner.js';
import type { Configuration } from '../host/configuration.js';
import type { ModelService } from '../models/modelService.js';
import type { Decoder } from '../preview/decoder.js';
import type { Previews } from '../preview/previews.js';
import type { RewriteRunner } from '../run/rewriteRunner.js';
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
