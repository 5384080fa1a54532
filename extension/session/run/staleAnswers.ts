import * as vscode from 'vscode';
import type { CommandRunner } from '../../editor/commandRunner.js';
import { rangeIn } from '../../editor/textRanges.js';
import type { OriginalContent } from '../review/originalContent.js';
import type { ActiveRun } from './activeRun.js';
import type { Target } from '../selection/target.js';
import { withReplaced } from '../selection/withReplaced.js';

/** An answer whose text was changed meanwhile is not written; the person decides what becomes of it. */
export class StaleAnswers {
  public constructor(
    private readonly virtual: OriginalContent,
    private readonly commands: CommandRunner,
  ) {}

  /** Asks, without waiting. Takes over `run`, which follows edits until the person has decided. */
  public ask(run: ActiveRun, outputs: readonly string[], again: (target: Target) => Promise<void>): void {
    const text = vscode.l10n.t('The text changed while Interlinear was working on it; nothing was written.');
    const actions = [
      { title: vscode.l10n.t('Show Diff'), run: () => this.showDiff(run, outputs) },
      { title: vscode.l10n.t('Run Again'), run: () => again(targetNow(run)) },
      { title: vscode.l10n.t('Discard'), run: () => undefined },
    ];
    void this.commands.tell('stale answer', 'warning', text, actions).finally(() => run.dispose());
  }

  private async showDiff(run: ActiveRun, outputs: readonly string[]): Promise<void> {
    const { document, ranges } = run;
    const answer = withReplaced(document.getText(), ranges, outputs);
    const uri = this.virtual.publish(document, () => answer);
    const title = vscode.l10n.t('{0}: your text ↔ answer', document.uri.path.split('/').at(-1) ?? '');
    await vscode.commands.executeCommand('vscode.diff', document.uri, uri, title);
  }
}

function targetNow(run: ActiveRun): Target {
  const { document } = run;
  const ranges = run.ranges.filter(({ start, end }) => start < end);
  return { document, ranges: ranges.map((range) => rangeIn(document, range)) };
}
