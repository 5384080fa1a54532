import * as vscode from 'vscode';
import { back, pickStep, textStep, type StepAnswer } from '../../editor/quickSteps.js';
import type { SavedInstructions } from './savedInstructions.js';

const totalSteps = 2;

/**
 * Asks for a name and for which documents, and saves an instruction. Going back from the first step leads to where the
 * person came from.
 */
export async function saveInstruction(
  saved: SavedInstructions,
  instruction: string,
  document: vscode.TextDocument,
): Promise<StepAnswer<'saved'>> {
  const title = vscode.l10n.t('Save This Instruction');
  const taken = new Set(saved.entries(document).map(({ name }) => name));
  let name = instruction;
  for (;;) {
    const typed = await textStep({
      title,
      step: 1,
      totalSteps,
      value: name,
      prompt: vscode.l10n.t('Name for “{0}”', instruction),
      validate: (text) => {
        if (text === '') {
          return vscode.l10n.t('Type a name.');
        }
        return taken.has(text) ? vscode.l10n.t('There is an instruction of this name.') : undefined;
      },
    });
    if (typed === undefined || typed === back) {
      return typed;
    }
    name = typed;
    const languageId = document.languageId;
    const place = await pickStep({
      title,
      step: 2,
      totalSteps,
      items: [
        { label: vscode.l10n.t('For all documents'), languageId: undefined },
        { label: vscode.l10n.t('Only for documents of the language “{0}”', languageId), languageId },
      ],
    });
    if (place !== back) {
      if (place !== undefined) {
        await saved.save({ name, instruction }, place.languageId);
      }
      return place && 'saved';
    }
  }
}
