import * as vscode from 'vscode';
import { DisposableStore } from '../host/disposableStore.js';
import type { InstructionChoice } from './instructionChoices.js';

export interface PickedInstruction extends InstructionChoice {
  /** Typed or taken from the history, not a choice of the model's own. */
  readonly typed: boolean;
}

/** What a person typed, as a choice. */
export function typed(instruction: string): PickedInstruction {
  return { label: instruction, instruction, typed: true };
}

interface Item extends vscode.QuickPickItem {
  readonly choice?: PickedInstruction;
}

const separator = (label: string): Item => ({ label, kind: vscode.QuickPickItemKind.Separator });

/**
 * The list under the input: what is typed as it stands, then the history, then what the model was trained to do.
 * The typed text stands in quotation marks, so that VS Code sorts it after choices that begin with it: typing
 * "fix" and Enter takes "Fix the grammar.".
 */
function items(value: string, history: readonly string[], choices: readonly InstructionChoice[]): Item[] {
  const known = [...history, ...choices.map(({ label }) => label)];
  const own = value === '' || known.includes(value) ? [] : [value];
  const past = history.filter((entry) => !choices.some(({ label }) => label === entry));
  return [
    ...own.map((text) => ({
      label: vscode.l10n.t('Use “{0}”', text),
      choice: typed(text),
      alwaysShow: true,
    })),
    ...(past.length > 0 ? [separator(vscode.l10n.t('Recently used'))] : []),
    ...past.map((label) => ({ label, choice: typed(label) })),
    separator(vscode.l10n.t('What the model was trained to do')),
    ...choices.map((choice) => ({ label: choice.label, choice: { ...choice, typed: false } })),
  ];
}

/** Asks for an instruction: free text, an earlier one, or a choice. @returns undefined if the person gave up */
export function pickInstruction(
  history: readonly string[],
  choices: readonly InstructionChoice[],
): Promise<PickedInstruction | undefined> {
  const store = new DisposableStore();
  const picker = store.add(vscode.window.createQuickPick<Item>());
  picker.title = vscode.l10n.t('Interlinear: what should happen to the text?');
  picker.placeholder = vscode.l10n.t('For example: translate to German');
  picker.items = items('', history, choices);
  return new Promise<PickedInstruction | undefined>((resolve) => {
    store.add(
      picker.onDidChangeValue((value) => {
        picker.items = items(value.trim(), history, choices);
      }),
    );
    store.add(
      picker.onDidAccept(() => {
        resolve(picker.activeItems[0]?.choice);
        picker.hide();
      }),
    );
    store.add(
      picker.onDidHide(() => {
        resolve(undefined);
      }),
    );
    picker.show();
  }).finally(() => {
    store.dispose();
  });
}
