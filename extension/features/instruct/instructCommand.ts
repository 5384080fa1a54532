import * as vscode from 'vscode';
import type { CommandRunner } from '../host/commandRunner.js';
import type { ModelService } from '../models/modelService.js';
import { commandArguments } from '../run/commandArguments.js';
import type { RewriteRunner } from '../run/rewriteRunner.js';
import { resolveTarget, type Target } from '../run/target.js';
import { instructionChoices } from './instructionChoices.js';
import type { InstructionHistory } from './instructionHistory.js';
import { pickInstruction, typed, type PickedInstruction } from './instructionPicker.js';
import { labelsAskedFor } from './labelQuestion.js';

/** Instruct…: says in one line what should happen to the text. */
export class InstructCommand {
  public constructor(
    private readonly model: ModelService,
    private readonly runner: RewriteRunner,
    private readonly history: InstructionHistory,
  ) {}

  public register(commands: CommandRunner): vscode.Disposable {
    return commands.register('interlinear.instruct', (value) => this.instruct(value, commands));
  }

  private async instruct(value: unknown, commands: CommandRunner): Promise<void> {
    const given = commandArguments(value);
    const target = await resolveTarget(given);
    const picked = given.instruction === undefined ? await this.ask() : typed(given.instruction);
    if (picked === undefined) {
      return;
    }
    const { instruction, label: title } = picked;
    const labels = labelsAskedFor(await this.model.manifest(), instruction);
    if (labels) {
      void commands.tell('classify', 'information', await this.classify(target, labels));
    } else {
      await this.runner.run({ target, instruction, title });
    }
  }

  private async ask(): Promise<PickedInstruction | undefined> {
    const choices = instructionChoices(await this.model.manifest(), vscode.env.language);
    const picked = await pickInstruction(this.history.entries(), choices);
    if (picked?.typed) {
      await this.history.add(picked.instruction);
    }
    return picked;
  }

  /** The most probable label of each text, as one line. */
  private async classify({ document, ranges }: Target, labels: readonly string[]): Promise<string> {
    const texts = ranges.map((range) => document.getText(range));
    const results = await this.model.classify({ texts, labels });
    return results
      .map(({ label, scores }) => {
        const probability = scores.find((score) => score.label === label)?.probability ?? 0;
        return vscode.l10n.t('{0} ({1} %)', label, Math.round(probability * 100));
      })
      .join(' · ');
  }
}
