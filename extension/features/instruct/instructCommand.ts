import * as vscode from 'vscode';
import type { CommandRunner } from '../../editor/commandRunner.js';
import { back, pickStep, type StepAnswer } from '../../editor/quickSteps.js';
import type { ModelService } from '../../model/modelService.js';
import { commandArguments } from '../../session/selection/commandArguments.js';
import type { RewriteRunner } from '../../session/run/rewriteRunner.js';
import { resolveTarget, type Target } from '../../session/selection/target.js';
import type { InstructionHistory } from './instructionHistory.js';
import { InstructionLibrary } from './instructionLibrary.js';
import { InstructionPicker } from './instructionPicker.js';
import { labelsAskedFor } from './labelQuestion.js';
import { prefill } from './prefill.js';
import { saveInstruction } from './saveInstruction.js';
import type { SavedInstructions } from './savedInstructions.js';
import type { InstructionChoice } from '../../core/instructions/instructionChoices.js';

/** A choice of the model's, or the person's own wording all the same. */
export type Insisted = InstructionChoice & { readonly insist: boolean };

/**
 * Says that the model was not trained for an instruction, and asks what to do: one of those that are nearest to it, or
 * that instruction all the same.
 */
export async function askAboutUnknown(
  instruction: string,
  nearest: readonly InstructionChoice[],
): Promise<StepAnswer<Insisted>> {
  const suggestions = nearest.map((choice) => ({
    label: choice.label,
    choice: { ...choice, insist: false },
  }));
  const anyway = {
    label: vscode.l10n.t('Run “{0}” Anyway', instruction),
    detail: vscode.l10n.t('The answer may be anything; you can undo it.'),
    choice: { label: instruction, instruction, insist: true } as Insisted,
  };
  const separator = { label: '', kind: vscode.QuickPickItemKind.Separator, choice: anyway.choice };
  const picked = await pickStep({
    title: vscode.l10n.t('The model was not trained for “{0}”', instruction),
    placeholder: vscode.l10n.t('Did you mean one of these?'),
    items: [...suggestions, separator, anyway],
  });
  return typeof picked === 'object' ? picked.choice : picked;
}

/** Instruct…: says in one line what should happen to the text. */
export class InstructCommand {
  public constructor(
    private readonly model: ModelService,
    private readonly runner: RewriteRunner,
    private readonly history: InstructionHistory,
    private readonly saved: SavedInstructions,
  ) {}

  public register(commands: CommandRunner): vscode.Disposable {
    return commands.register('interlinear.instruct', (value) => this.instruct(value, commands));
  }

  private async instruct(value: unknown, commands: CommandRunner): Promise<void> {
    const given = commandArguments(value);
    const target = await resolveTarget(given);
    const chosen =
      given.instruction === undefined
        ? await this.ask(target.document, prefill(value))
        : { label: given.instruction, instruction: given.instruction, insist: false };
    if (chosen === undefined) {
      return;
    }
    const { instruction, label: title, insist } = chosen;
    const labels = labelsAskedFor(await this.model.manifest(), instruction);
    if (labels) {
      void commands.tell('classify', 'information', await this.classify(target, labels));
    } else {
      await this.runner.run({ target, instruction, title, allowUnknownInstruction: insist });
    }
  }

  /** Each step leads back to the list, with what was typed there. */
  private async ask(document: vscode.TextDocument, prefilled: string): Promise<Insisted | undefined> {
    const manifest = await this.model.manifest();
    const library = new InstructionLibrary(manifest, document, this.history, this.saved);
    const picker = new InstructionPicker(
      () => library.sources(),
      (instruction) => this.history.remove(instruction),
    );
    for (let value = prefilled; ;) {
      const answer = await picker.show(value);
      if (answer === undefined) {
        return undefined;
      } else if (answer.kind === 'manage') {
        await vscode.commands.executeCommand('interlinear.manageInstructions');
        return undefined;
      } else if (answer.kind === 'save') {
        value = answer.instruction;
        if ((await saveInstruction(this.saved, value, document)) === undefined) {
          return undefined;
        }
      } else {
        const { label, instruction, source } = answer.row;
        const chosen = library.knows(instruction)
          ? { label, instruction, insist: false }
          : await askAboutUnknown(instruction, library.nearest(instruction));
        if (chosen !== back) {
          if (chosen !== undefined && source !== 'saved') {
            await this.history.add(chosen.label);
          }
          return chosen;
        }
        value = instruction;
      }
    }
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
