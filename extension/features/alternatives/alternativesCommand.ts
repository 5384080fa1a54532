import * as vscode from 'vscode';
import { describeTasks } from '../../core/instructions/instructions.js';
import type { Prompt } from '../../session/answers/answer.js';
import type { Answers } from '../../session/answers/answers.js';
import type { CommandRunner } from '../../editor/commandRunner.js';
import type { Configuration } from '../../editor/configuration.js';
import { Notice } from '../../editor/notice.js';
import type { ModelService } from '../../model/modelService.js';
import type { PreviewTarget } from '../../session/preview/livePreview.js';
import type { Previews } from '../../session/preview/previews.js';
import { previewOfAnswer, previewOfText, resolveSubject } from '../../session/preview/subject.js';
import { chooseWording } from '../../session/preview/wordingList.js';
import { commandArguments } from '../../session/selection/commandArguments.js';
import { alternativeWordings } from './alternativeWordings.js';

/** Answers asked for beside the best one. */
const wanted = 7;
/** Tasks that word a text anew, the freest first, for a text that has no answer yet. */
const rewording = ['paraphrase', 'simplify', 'fix'];

/** Alternatives…: the answers of other lengths that the model weighed, shown in the document one after the other. */
export class AlternativesCommand {
  public constructor(
    private readonly model: ModelService,
    private readonly configuration: Configuration,
    private readonly answers: Answers,
    private readonly previews: Previews,
  ) {}

  public register(commands: CommandRunner): vscode.Disposable {
    return commands.register('interlinear.alternatives', (value) => this.open(value));
  }

  private async open(value: unknown): Promise<void> {
    const [asked, prompt] = await this.question(value);
    const length = asked.answer?.length ?? {};
    const title = vscode.l10n.t('Looking for other wordings');
    const { result, target } = await this.previews.decode(
      asked,
      { ...prompt, title },
      { ...length, alternatives: wanted },
    );
    const preview = this.previews.open({ ...target, prompt });
    const others = alternativeWordings(result)
      .map((wording) => ({ ...wording, length }))
      .filter((wording) => !preview.shows(wording));
    if (others.length === 0) {
      preview.dispose();
      throw new Notice(vscode.l10n.t('The model has no other answer.'));
    }
    await chooseWording(vscode.l10n.t('Interlinear: alternatives'), target, others, preview);
  }

  private async question(value: unknown): Promise<[PreviewTarget, Prompt]> {
    const subject = await resolveSubject(this.answers, commandArguments(value));
    if (subject.kind === 'answer') {
      return [previewOfAnswer(subject.answer), subject.answer.prompt];
    }
    const tasks = describeTasks(await this.model.manifest()).filter(
      ({ labels, targets }) => !labels && targets.length === 0,
    );
    const instruction = rewording
      .map((task) => tasks.find((known) => known.task === task)?.canonical)
      .find((canonical) => canonical !== undefined);
    if (instruction === undefined) {
      throw new Notice(vscode.l10n.t('The model in use does not rewrite.'));
    }
    const prompt = { instruction, title: instruction };
    return [previewOfText(subject.target, this.configuration, prompt), prompt];
  }
}
