import * as vscode from 'vscode';
import type { Manifest } from '../../core/model/manifest.js';
import type { CommandRunner } from '../../editor/commandRunner.js';
import type { Configuration } from '../../editor/configuration.js';
import { Notice } from '../../editor/notice.js';
import type { ModelService } from '../../model/modelService.js';
import { commandArguments } from '../../session/selection/commandArguments.js';
import { resolveTarget } from '../../session/selection/target.js';
import { summary } from './bars.js';
import type { Classifier } from '../../session/labels/classifier.js';
import { labelSets, type LabelSet } from '../../session/labels/labelSets.js';
import { labelTitle, titled } from '../../session/labels/labelTitle.js';
import { setTitle } from '../../session/labels/setTitle.js';

/** Classify Selection…: says what the text is, by a label set of the person's choice; changes nothing. */
export class ClassifyCommand {
  public constructor(
    private readonly model: ModelService,
    private readonly classifier: Classifier,
    private readonly configuration: Configuration,
  ) {}

  public register(commands: CommandRunner): vscode.Disposable {
    return commands.register('interlinear.classify', (value) => this.classify(value, commands));
  }

  private async classify(value: unknown, commands: CommandRunner): Promise<void> {
    const { document, ranges } = await resolveTarget(commandArguments(value));
    const manifest = await this.model.manifest();
    const set = await this.choose(manifest, document, value);
    if (set !== undefined) {
      const text = ranges.map((range) => document.getText(range)).join('\n');
      const { scores } = await this.classifier.ask(manifest, text, set);
      void commands.tell('classify', 'information', `${setTitle(set)}: ${summary(titled(set, scores))}`);
    }
  }

  /** The set that a caller names as `labelSet`, or the one that the person picks. */
  private async choose(
    manifest: Manifest,
    document: vscode.TextDocument,
    value: unknown,
  ): Promise<LabelSet | undefined> {
    const sets = labelSets(manifest, this.configuration.get('interlinear.labelSets', document));
    const named =
      typeof value === 'object' && value !== null && 'labelSet' in value ? value.labelSet : undefined;
    const given = sets.find(({ name }) => name === named);
    if (given !== undefined) {
      return given;
    }
    if (sets.length === 0) {
      throw new Notice(vscode.l10n.t('The model in use has no label sets, and the settings name none.'));
    }
    const items = sets.map((set) => ({
      label: setTitle(set),
      description: set.labels.map((label) => labelTitle(set, label)).join(', '),
      set,
    }));
    const title = vscode.l10n.t('Interlinear: classify by');
    return (await vscode.window.showQuickPick(items, { title, matchOnDescription: true }))?.set;
  }
}
