import * as vscode from 'vscode';
import type { RewriteTask } from '../core/instructions/rewriteTasks.js';

/** What a person reads for a task of the model; its wording where it is one that we do not know. */
export function taskTitle({ task, instruction }: RewriteTask): string {
  switch (task) {
    case 'fix':
      return vscode.l10n.t('Fix grammar and spelling');
    case 'simplify':
      return vscode.l10n.t('Simplify');
    case 'formal':
      return vscode.l10n.t('Make formal');
    case 'informal':
      return vscode.l10n.t('Make informal');
    case 'shorten':
      return vscode.l10n.t('Shorten');
    case 'paraphrase':
      return vscode.l10n.t('Paraphrase');
    default:
      return instruction;
  }
}
