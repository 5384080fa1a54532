import * as vscode from 'vscode';
import type { CommandRunner } from '../host/commandRunner.js';
import { Notice } from '../host/notice.js';
import type { ModelService } from '../models/modelService.js';
import { commandArguments } from '../run/commandArguments.js';
import type { RewriteRunner } from '../run/rewriteRunner.js';
import { resolveTarget } from '../run/target.js';
import { rewriteTasks, type RewriteTask } from './rewriteTasks.js';

/** Rewrite Selection…: fixes or rewords the text in its own language. */
export class RewriteCommand {
  public constructor(
    private readonly model: ModelService,
    private readonly runner: RewriteRunner,
  ) {}

  public register(commands: CommandRunner): vscode.Disposable {
    return commands.register('interlinear.rewrite', (value) => this.rewrite(value));
  }

  private async rewrite(value: unknown): Promise<void> {
    const given = commandArguments(value);
    const target = await resolveTarget(given);
    const tasks = rewriteTasks(await this.model.manifest());
    const chosen = given.task === undefined ? await this.ask(tasks) : named(tasks, given.task);
    if (chosen !== undefined) {
      await this.runner.run({ target, instruction: chosen.instruction, title: labelOf(chosen) });
    }
  }

  private async ask(tasks: readonly RewriteTask[]): Promise<RewriteTask | undefined> {
    if (tasks.length === 0) {
      throw new Notice(vscode.l10n.t('The model in use does not rewrite.'));
    }
    const items = tasks.map((task) => ({ label: labelOf(task), task }));
    const title = vscode.l10n.t('Interlinear: rewrite');
    return (await vscode.window.showQuickPick(items, { title }))?.task;
  }
}

function labelOf({ task, instruction }: RewriteTask): string {
  switch (task) {
    case 'fix':
      return vscode.l10n.t('Fix grammar and spelling');
    case 'simplify':
      return vscode.l10n.t('Simplify');
    case 'formal':
      return vscode.l10n.t('Make formal');
    case 'informal':
      return vscode.l10n.t('Make informal');
    default:
      return instruction;
  }
}

function named(tasks: readonly RewriteTask[], name: string): RewriteTask {
  const found = tasks.find(({ task }) => task === name);
  if (found === undefined) {
    const known = tasks.map(({ task }) => task).join(', ');
    throw new Notice(
      vscode.l10n.t('The model in use does not know the task “{0}”; it knows: {1}', name, known),
    );
  }
  return found;
}
