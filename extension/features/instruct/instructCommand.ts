import * as vscode from 'vscode';
import type { CommandRunner } from '../host/commandRunner.js';
import type { ModelService } from '../models/modelService.js';
import { commandArguments } from '../run/commandArguments.js';
import type { RewriteRunner } from '../run/rewriteRunner.js';
import { resolveTarget } from '../run/target.js';
import { instructionChoices } from './instructionChoices.js';
import type { InstructionHistory } from './instructionHistory.js';
import { pickInstruction } from './instructionPicker.js';

/** Instruct…: says in one line what should happen to the text. */
export class InstructCommand {
  public constructor(
    private readonly model: ModelService,
    private readonly runner: RewriteRunner,
    private readonly history: InstructionHistory,
  ) {}

  public register(commands: CommandRunner): vscode.Disposable {
    return commands.register('interlinear.instruct', (value) => this.instruct(value));
  }

  private async instruct(value: unknown): Promise<void> {
    const given = commandArguments(value);
    const target = await resolveTarget(given);
    const instruction = given.instruction ?? (await this.ask());
    if (instruction !== undefined) {
      await this.runner.run({ target, instruction });
    }
  }

  private async ask(): Promise<string | undefined> {
    const choices = instructionChoices(await this.model.manifest(), vscode.env.language);
    const picked = await pickInstruction(this.history.entries(), choices);
    if (picked?.typed) {
      await this.history.add(picked.instruction);
    }
    return picked?.instruction;
  }
}
