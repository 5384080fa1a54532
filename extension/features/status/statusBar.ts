import * as vscode from 'vscode';
import type { CommandId } from '../../contributions/commands.js';
import { DisposableStore } from '../../editor/disposableStore.js';
import type { ReviewController } from '../../session/review/reviewController.js';
import type { ActiveRuns } from '../../session/run/activeRuns.js';

const cancel: CommandId = 'interlinear.cancel';
const instruct: CommandId = 'interlinear.instruct';
const getStarted: CommandId = 'interlinear.getStarted';
const showStatus: CommandId = 'interlinear.showStatus';
const nextChange: CommandId = 'interlinear.nextChange';

/** Status bar: the pass that is running, the changes of the active editor that wait for a decision, or a way in. */
export class StatusBar implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly item = this.store.add(
    vscode.window.createStatusBarItem('interlinear', vscode.StatusBarAlignment.Right, 100),
  );

  /** What it is for, before anybody has used it. */
  private readonly waysIn = waysIn();

  public constructor(
    private readonly runs: ActiveRuns,
    private readonly reviews: ReviewController,
  ) {
    this.item.name = 'Interlinear';
    this.store.add(runs.onChange(() => this.update()));
    this.store.add(reviews.onChange(() => this.update()));
    this.store.add(vscode.window.onDidChangeActiveTextEditor(() => this.update()));
    this.update();
  }

  public dispose(): void {
    this.store.dispose();
  }

  private update(): void {
    const run = this.runs.all.at(-1);
    const count = this.reviews.changesIn(vscode.window.activeTextEditor?.document).length;
    if (run !== undefined) {
      const { pass, passes } = run.progress ?? {};
      const text = pass === undefined ? vscode.l10n.t('working') : `${pass}/${passes ?? pass}`;
      this.show(
        `$(loading~spin) Interlinear ${text}`,
        vscode.l10n.t('Interlinear is working. Select to cancel.'),
        cancel,
      );
    } else if (count > 0) {
      const text = count === 1 ? vscode.l10n.t('1 change') : vscode.l10n.t('{0} changes', count);
      this.show(
        `$(diff) ${text}`,
        vscode.l10n.t('Changes by Interlinear. Select for the next one.'),
        nextChange,
      );
    } else if (vscode.window.activeTextEditor) {
      this.show('$(sparkle) Interlinear', this.waysIn, instruct);
    } else {
      this.item.hide();
    }
  }

  private show(text: string, tooltip: string | vscode.MarkdownString, command: CommandId): void {
    this.item.text = text;
    this.item.tooltip = tooltip;
    this.item.accessibilityInformation = { label: `Interlinear: ${text.replace(/\$\([^)]*\)/g, '').trim()}` };
    this.item.command = command;
    this.item.show();
  }
}

function waysIn(): vscode.MarkdownString {
  const links = [
    [getStarted, vscode.l10n.t('Get Started')],
    [showStatus, vscode.l10n.t('Show Status')],
  ] as const;
  const markdown = new vscode.MarkdownString();
  markdown.isTrusted = { enabledCommands: links.map(([command]) => command) };
  markdown.appendMarkdown(
    vscode.l10n.t('Translate, correct or rewrite the selection, or the sentence at the cursor.'),
  );
  markdown.appendMarkdown(
    `\n\n${links.map(([command, title]) => `[${title}](command:${command})`).join(' · ')}`,
  );
  return markdown;
}
