import * as vscode from 'vscode';
import { DisposableStore } from '../host/disposableStore.js';
import type { InstructionChoice } from './instructionChoices.js';

export interface PickedInstruction {
  readonly instruction: string;
  /** Typed or taken from the history, not a choice of the model's own. */
  readonly typed: boolean;
}

interface Item extends vscode.QuickPickItem {
  readonly instruction?: string;
  readonly typed?: boolean;
}

const separator = (label: string): Item => ({ label, kind: vscode.QuickPickItemKind.Separator });

/**
 * The list under the input: what is typed as it stands, then the history, then what the model was trained to do.
 * The typed text stands in quotation marks, so that VS Code sorts it after choices that begin with it: typing
 * "fix" and Enter takes "Fix the grammar.".
 */
function items(typed: string, history: readonly string[], choices: readonly InstructionChoice[]): Item[] {
  const known = [...history, ...choices.map(({ label }) => label)];
  const own = typed === '' || known.includes(typed) ? [] : [typed];
  const past = history.filter((entry) => !choices.some(({ label }) => label === entry));
  return [
    ...own.map((text) => ({
      label: vscode.l10n.t('Use “{0}”', text),
      instruction: text,
      typed: true,
      alwaysShow: true,
    })),
    ...(past.length > 0 ? [separator(vscode.l10n.t('Recently used'))] : []),
    ...past.map((label) => ({ label, instruction: label, typed: true })),
    separator(vscode.l10n.t('What the model was trained to do')),
    ...choices.map(({ label, instruction }) => ({ label, instruction, typed: false })),
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
        const { instruction, typed = true } = picker.activeItems[0] ?? { instruction: picker.value.trim() };
        resolve(instruction ? { instruction, typed } : undefined);
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
