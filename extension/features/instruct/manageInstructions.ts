import * as vscode from 'vscode';
import type { SettingId } from '../../contributions/settings.js';
import type { CommandRunner } from '../../editor/commandRunner.js';
import { Notice } from '../../editor/notice.js';
import { back, pickStep, type StepAnswer } from '../../editor/quickSteps.js';
import type { InstructionHistory } from './instructionHistory.js';
import { saveInstruction } from './saveInstruction.js';
import type { SavedInstructions } from './savedInstructions.js';

interface Entry extends vscode.QuickPickItem {
  readonly instruction: string;
  readonly saved: boolean;
}

const setting: SettingId = 'interlinear.savedInstructions';

/** Manage Instructions…: everything that the buttons in the list of Instruct… do, for the keyboard. */
export class ManageInstructions {
  public constructor(
    private readonly history: InstructionHistory,
    private readonly saved: SavedInstructions,
  ) {}

  public register(commands: CommandRunner): vscode.Disposable {
    return commands.register('interlinear.manageInstructions', () => this.manage());
  }

  private async manage(): Promise<void> {
    const document = vscode.window.activeTextEditor?.document;
    for (;;) {
      const entries = this.entries(document);
      if (entries.length === 0) {
        throw new Notice(vscode.l10n.t('There are no instructions yet: run Instruct… first.'));
      }
      const title = vscode.l10n.t('Interlinear: your instructions');
      const entry = await vscode.window.showQuickPick(entries, { title, matchOnDescription: true });
      if (entry === undefined || (await this.act(entry, document)) !== back) {
        return;
      }
    }
  }

  private entries(document: vscode.TextDocument | undefined): Entry[] {
    return [
      ...this.saved.entries(document).map(({ name, instruction }) => ({
        label: `$(bookmark) ${name}`,
        description: instruction,
        instruction: name,
        saved: true,
      })),
      ...this.history.entries().map((instruction) => ({
        label: `$(history) ${instruction}`,
        instruction,
        saved: false,
      })),
    ];
  }

  /** @returns `back` if the list is to be shown again */
  private async act(
    { instruction, saved }: Entry,
    document: vscode.TextDocument | undefined,
  ): Promise<StepAnswer<'done'>> {
    const step = async (work: Thenable<unknown>): Promise<typeof back> => {
      await work;
      return back;
    };
    const remove = (): Promise<typeof back> =>
      step(
        saved
          ? this.saved.remove(instruction, document?.languageId ?? 'plaintext')
          : this.history.remove(instruction),
      );
    const save = async (): Promise<StepAnswer<'done'>> =>
      document && (await saveInstruction(this.saved, instruction, document)) && back;
    const openSettings = async (): Promise<'done'> => {
      await vscode.commands.executeCommand('workbench.action.openSettings', setting);
      return 'done';
    };
    const picked = await pickStep({
      title: instruction,
      items: [
        ...(saved || document === undefined
          ? []
          : [{ label: `$(save) ${vscode.l10n.t('Save This Instruction')}`, run: save }]),
        ...(saved ? [{ label: `$(gear) ${vscode.l10n.t('Edit in the Settings')}`, run: openSettings }] : []),
        {
          label: saved
            ? `$(trash) ${vscode.l10n.t('Remove from Your Instructions')}`
            : `$(close) ${vscode.l10n.t('Remove from the History')}`,
          run: remove,
        },
      ],
    });
    return typeof picked === 'object' ? picked.run() : picked;
  }
}
