import * as vscode from 'vscode';
import { DisposableStore } from '../../editor/disposableStore.js';
import {
  instructionRows,
  type InstructionRow,
  type InstructionSources,
  type Source,
} from './instructionRows.js';

/** What a person decided in the list; undefined if they gave up. */
export type InstructionAnswer =
  | { readonly kind: 'run'; readonly row: InstructionRow }
  | { readonly kind: 'save'; readonly instruction: string }
  | { readonly kind: 'manage' }
  | undefined;

interface Item extends vscode.QuickPickItem {
  readonly row?: InstructionRow;
}

interface Button extends vscode.QuickInputButton {
  readonly action: 'save' | 'edit' | 'forget';
}

/** Asks for an instruction: free text, one of the person's own, an earlier one, or what the model was trained to do. */
export class InstructionPicker {
  private readonly save: Button = {
    action: 'save',
    iconPath: new vscode.ThemeIcon('save'),
    tooltip: vscode.l10n.t('Save This Instruction'),
  };
  private readonly edit: Button = {
    action: 'edit',
    iconPath: new vscode.ThemeIcon('edit'),
    tooltip: vscode.l10n.t('Edit Before It Runs'),
  };
  private readonly forget: Button = {
    action: 'forget',
    iconPath: new vscode.ThemeIcon('close'),
    tooltip: vscode.l10n.t('Remove from the History'),
  };

  /**
   * @param sources read anew whenever the list changes
   * @param forget called for an entry of the history that the person removes
   */
  public constructor(
    private readonly sources: () => InstructionSources,
    private readonly onForget: (instruction: string) => Promise<void>,
  ) {}

  /** @param value what is in the input at first */
  public async show(value = ''): Promise<InstructionAnswer> {
    const store = new DisposableStore();
    const picker = store.add(vscode.window.createQuickPick<Item>());
    const manage = {
      iconPath: new vscode.ThemeIcon('gear'),
      tooltip: vscode.l10n.t('Manage Instructions…'),
    };
    picker.title = vscode.l10n.t('Interlinear: what should happen to the text?');
    picker.placeholder = vscode.l10n.t('For example: translate to German');
    picker.buttons = [manage];
    picker.value = value;
    const update = (): void => {
      picker.items = this.items(picker.value);
    };
    update();
    try {
      return await new Promise<InstructionAnswer>((resolve) => {
        store.add(picker.onDidChangeValue(update));
        store.add(
          picker.onDidAccept(() => {
            const row = picker.activeItems[0]?.row;
            if (row !== undefined) {
              resolve({ kind: 'run', row });
            }
          }),
        );
        store.add(picker.onDidTriggerButton(() => resolve({ kind: 'manage' })));
        store.add(
          picker.onDidTriggerItemButton(({ item: { row }, button }) => {
            const { action } = button as Button;
            if (row === undefined) {
              return;
            } else if (action === 'save') {
              resolve({ kind: 'save', instruction: row.label });
            } else if (action === 'edit') {
              picker.value = row.source === 'saved' ? row.instruction : row.label;
              update();
            } else {
              void this.onForget(row.label).then(update);
            }
          }),
        );
        store.add(picker.onDidHide(() => resolve(undefined)));
        picker.show();
      });
    } finally {
      store.dispose();
    }
  }

  private items(value: string): Item[] {
    let heading = '';
    return instructionRows(value, this.sources()).flatMap((row) => {
      const item: Item = {
        row,
        // In quotation marks, so that VS Code sorts what is typed after choices that begin with it: typing "fix" and
        // Enter takes "Fix the grammar".
        label: row.source === 'typed' ? vscode.l10n.t('Use “{0}”', row.label) : row.label,
        alwaysShow: row.source === 'typed' || row.source === 'completion',
        buttons: this.buttons(row.source),
        ...(row.description !== undefined && { description: row.description }),
      };
      const own = headingOf(row.source);
      const starts = own !== heading && own !== '';
      heading = own;
      return starts ? [{ label: own, kind: vscode.QuickPickItemKind.Separator }, item] : [item];
    });
  }

  private buttons(source: Source): Button[] {
    switch (source) {
      case 'typed':
        return [this.save];
      case 'history':
        return [this.edit, this.save, this.forget];
      case 'saved':
        return [this.edit];
      case 'completion':
      case 'model':
        return [];
    }
  }
}

function headingOf(source: Source): string {
  switch (source) {
    case 'typed':
      return '';
    case 'saved':
      return vscode.l10n.t('Your own instructions');
    case 'history':
      return vscode.l10n.t('Recently used');
    case 'model':
      return vscode.l10n.t('What the model was trained to do');
    case 'completion':
      return vscode.l10n.t('Other ways to say it');
  }
}
