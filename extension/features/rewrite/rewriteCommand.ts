import * as vscode from 'vscode';
import type { CommandId } from '../../contributions/commands.js';
import type { CommandRunner } from '../../editor/commandRunner.js';
import { Notice } from '../../editor/notice.js';
import type { ModelService } from '../../model/modelService.js';
import { commandArguments } from '../../session/selection/commandArguments.js';
import type { RewriteRunner } from '../../session/run/rewriteRunner.js';
import { resolveTarget } from '../../session/selection/target.js';
import { rewriteTasks, type RewriteTask } from '../../core/instructions/rewriteTasks.js';
import { taskTitle } from '../../model/taskTitle.js';

/** The tasks with a command of their own; Make Shorter is the one for `shorten`. */
const commandOf = {
  fix: 'interlinear.fix',
  simplify: 'interlinear.simplify',
  formal: 'interlinear.formal',
  informal: 'interlinear.informal',
} as const satisfies Record<string, CommandId>;

/** Rewrite Selection…, and the same for each task without asking: fixes or rewords the text in its own language. */
export class RewriteCommand {
  public constructor(
    private readonly model: ModelService,
    private readonly runner: RewriteRunner,
  ) {}

  public register(commands: CommandRunner): vscode.Disposable {
    return vscode.Disposable.from(
      commands.register('interlinear.rewrite', (value) => this.rewrite(value)),
      ...Object.entries(commandOf).map(([task, id]) =>
        commands.register(id, (value) => this.rewrite(value, task)),
      ),
    );
  }

  private async rewrite(value: unknown, task?: string): Promise<void> {
    const given = commandArguments(value);
    const target = await resolveTarget(given);
    const manifest = await this.model.manifest();
    const tasks = rewriteTasks(manifest);
    const wanted = task ?? given.task;
    const chosen = wanted === undefined ? await this.ask(tasks) : named(tasks, wanted);
    if (chosen !== undefined) {
      await this.runner.run({ target, instruction: chosen.instruction, title: taskTitle(chosen) });
    }
  }

  private async ask(tasks: readonly RewriteTask[]): Promise<RewriteTask | undefined> {
    if (tasks.length === 0) {
      throw new Notice(vscode.l10n.t('The model in use does not rewrite.'));
    }
    const items = tasks.map((task) => ({ label: taskTitle(task), task }));
    const title = vscode.l10n.t('Interlinear: rewrite');
    return (await vscode.window.showQuickPick(items, { title }))?.task;
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
