import * as vscode from 'vscode';
import { DisposableStore } from './disposableStore.js';

/** What a step answers when the person went back to the one before. */
export const back = Symbol('back');

/** The answer of a step; undefined if the person gave up. */
export type StepAnswer<Value> = Value | typeof back | undefined;

interface Place {
  readonly title: string;
  /** Which step of how many, from 1. */
  readonly step?: number;
  readonly totalSteps?: number;
}

interface ListStep<Item> extends Place {
  readonly items: readonly Item[];
  readonly placeholder?: string;
}

interface TextStep extends Place {
  readonly value: string;
  readonly prompt: string;
  /** @returns what is wrong with the text; undefined if nothing is */
  readonly validate?: (text: string) => string | undefined;
}

/** Lets a person pick from a list, as a step of several: with a button that leads back. */
export function pickStep<Item extends vscode.QuickPickItem>(
  options: ListStep<Item>,
): Promise<StepAnswer<Item>> {
  const picker = vscode.window.createQuickPick<Item>();
  picker.items = options.items;
  picker.placeholder = options.placeholder;
  picker.matchOnDescription = true;
  return ask(picker, options, (resolve) => resolve(picker.selectedItems[0] ?? picker.activeItems[0]));
}

/** Lets a person type a text, as a step of several: with a button that leads back. */
export function textStep(options: TextStep): Promise<StepAnswer<string>> {
  const { value, prompt, validate } = options;
  const input = vscode.window.createInputBox();
  input.value = value;
  input.prompt = prompt;
  const check = (): boolean => {
    input.validationMessage = validate?.(input.value.trim());
    return input.validationMessage === undefined;
  };
  input.onDidChangeValue(check);
  return ask(input, options, (resolve) => {
    if (check()) {
      resolve(input.value.trim());
    }
  });
}

type Input = vscode.QuickInput &
  Pick<vscode.InputBox, 'buttons' | 'onDidTriggerButton' | 'onDidAccept' | 'ignoreFocusOut'>;

function ask<Value>(
  input: Input,
  { title, step, totalSteps }: Place,
  accept: (resolve: (answer: StepAnswer<Value>) => void) => void,
): Promise<StepAnswer<Value>> {
  const store = new DisposableStore();
  store.add(input);
  input.title = title;
  input.step = step;
  input.totalSteps = totalSteps;
  input.buttons = [vscode.QuickInputButtons.Back];
  return new Promise<StepAnswer<Value>>((resolve) => {
    store.add(input.onDidTriggerButton(() => resolve(back)));
    store.add(input.onDidAccept(() => accept(resolve)));
    store.add(input.onDidHide(() => resolve(undefined)));
    input.show();
  }).finally(() => store.dispose());
}
