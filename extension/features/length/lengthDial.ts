import * as vscode from 'vscode';
import type { Prompt } from '../../session/answers/answer.js';
import type { Answers } from '../../session/answers/answers.js';
import type { CommandRunner } from '../../editor/commandRunner.js';
import type { Configuration } from '../../editor/configuration.js';
import { Notice } from '../../editor/notice.js';
import type { ModelService } from '../../model/modelService.js';
import type { Decoder } from '../../session/preview/decoder.js';
import { PreviewPicker } from '../../session/preview/previewPicker.js';
import type { Previews } from '../../session/preview/previews.js';
import { previewOfAnswer, previewOfText, resolveSubject } from '../../session/preview/subject.js';
import { commandArguments } from '../../session/selection/commandArguments.js';
import { DialEntries } from './dialEntries.js';
import { lengthInstruction } from './lengthInstruction.js';

/** Change Length…: answers of other lengths, shown in the document while one goes through their list. */
export class LengthDial {
  public constructor(
    private readonly model: ModelService,
    private readonly configuration: Configuration,
    private readonly answers: Answers,
    private readonly previews: Previews,
    private readonly decoder: Decoder,
  ) {}

  public register(commands: CommandRunner): vscode.Disposable {
    return commands.register('interlinear.changeLength', (value) => this.open(value));
  }

  private async open(value: unknown): Promise<void> {
    const subject = await resolveSubject(this.answers, commandArguments(value));
    const [target, promptFor] =
      subject.kind === 'answer'
        ? [previewOfAnswer(subject.answer), () => subject.answer.prompt]
        : [previewOfText(subject.target, this.configuration), await this.promptsForText()];
    const entries = new DialEntries(target, promptFor, this.decoder);
    const picker = new PreviewPicker(
      {
        title: vscode.l10n.t('Interlinear: length'),
        placeholder: vscode.l10n.t('Each is shown in the text. Enter keeps it, Escape brings the text back.'),
        initial: entries.at(0),
        items: () => entries.all,
        wording: (entry, signal) => entries.wording(entry, signal),
        buttons: [
          {
            button: button('remove', vscode.l10n.t('Shorter')),
            choose: ({ steps }) => entries.at(steps - 1),
          },
          { button: button('add', vscode.l10n.t('Longer')), choose: ({ steps }) => entries.at(steps + 1) },
        ],
      },
      this.previews.open(target),
    );
    await picker.run();
  }

  /** @throws Notice if the model has no task that makes a text of a person shorter or longer */
  private async promptsForText(): Promise<(steps: number) => Prompt> {
    const manifest = await this.model.manifest();
    const [shorter, longer] = [lengthInstruction(manifest, 'shorter'), lengthInstruction(manifest, 'longer')];
    if (shorter === undefined || longer === undefined) {
      throw new Notice(
        vscode.l10n.t(
          'The model in use changes the length of its own answers only: translate or rewrite the text first.',
        ),
      );
    }
    return (steps) =>
      steps < 0
        ? { instruction: shorter, title: vscode.l10n.t('Making it shorter') }
        : { instruction: longer, title: vscode.l10n.t('Making it longer') };
  }
}

function button(icon: string, tooltip: string): vscode.QuickInputButton {
  return { iconPath: new vscode.ThemeIcon(icon), tooltip };
}
