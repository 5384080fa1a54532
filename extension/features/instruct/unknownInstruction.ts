import * as vscode from 'vscode';
import { pickStep, type StepAnswer } from '../../editor/quickSteps.js';
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
