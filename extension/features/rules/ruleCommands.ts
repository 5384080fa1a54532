import * as vscode from 'vscode';
import * as z from 'zod';
import { lazily } from '../../core/text/lazily.js';
import type { CommandRunner } from '../../editor/commandRunner.js';
import { Notice } from '../../editor/notice.js';
import type { DocumentCheck } from './documentCheck.js';
import type { DocumentRules } from './documentRules.js';
import type { Findings } from './findings.js';
import type { Ignored } from './ignored.js';
import type { RuleWatcher } from './ruleWatcher.js';

const ruleSchema = lazily(() => z.object({ rule: z.string().min(1) }));
const sentenceSchema = lazily(() => ruleSchema().extend({ sentence: z.string().min(1) }));

/** Check Document by Rules, and what the quick fixes of a finding do besides rewriting. */
export class RuleCommands {
  public constructor(
    private readonly check: DocumentCheck,
    private readonly rules: DocumentRules,
    private readonly findings: Findings,
    private readonly ignored: Ignored,
    private readonly watcher: RuleWatcher,
  ) {}

  public register(commands: CommandRunner): vscode.Disposable {
    return vscode.Disposable.from(
      commands.register('interlinear.checkRules', () => this.checkNow(commands)),
      commands.register('interlinear.ignoreSentence', async (value) => {
        const parsed = sentenceSchema().safeParse(value);
        if (parsed.success) {
          await this.ignored.addSentence(parsed.data.rule, parsed.data.sentence);
          this.watcher.checkAll();
        }
      }),
      commands.register('interlinear.ignoreRule', async (value) => {
        const parsed = ruleSchema().safeParse(value);
        if (parsed.success) {
          await this.ignored.addRule(parsed.data.rule);
          this.watcher.checkAll();
        }
      }),
      commands.register('interlinear.resetIgnored', async () => {
        const count = await this.ignored.clear();
        this.watcher.checkAll();
        const text =
          count === 0
            ? vscode.l10n.t('Nothing is ignored in this workspace.')
            : vscode.l10n.t('What was ignored is shown again ({0}).', count);
        throw new Notice(text);
      }),
    );
  }

  private async checkNow(commands: CommandRunner): Promise<void> {
    if (!vscode.workspace.isTrusted) {
      throw new Notice(
        vscode.l10n.t('In Restricted Mode Interlinear checks no rules. Trust the workspace to use them.'),
      );
    }
    const document = vscode.window.activeTextEditor?.document;
    if (document === undefined || this.rules.for(document).length === 0) {
      throw new Notice(
        vscode.l10n.t(
          'No rule is for this document. Rules are written into the setting “interlinear.rules”.',
        ),
      );
    }
    const location = vscode.ProgressLocation.Window;
    const title = vscode.l10n.t('Interlinear: checking rules');
    await vscode.window.withProgress({ location, title }, () => this.check.check(document, true));
    const { length } = this.findings.in(document);
    const text =
      length === 0
        ? vscode.l10n.t('The rules found nothing in this document.')
        : vscode.l10n.t(
            'The rules found {0} sentences; they are in the Problems view and in the editor.',
            length,
          );
    void commands.tell('checkRules', 'information', text);
  }
}
