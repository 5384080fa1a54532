import * as vscode from 'vscode';
import type { ToolName } from '../../contributions/languageModelTools.js';
import type { InterlinearApi } from './interlinearApi.js';
import { toolAnswer, toolInput } from './textTools.js';
import { withinBudget } from './toolResult.js';

/** One of our tools, as VS Code runs it for a language model: asks first, answers with text, changes nothing. */
export class TextTool implements vscode.LanguageModelTool<unknown> {
  public constructor(
    private readonly api: Pick<InterlinearApi, 'rewrite' | 'translate' | 'classify'>,
    private readonly name: ToolName,
  ) {}

  public prepareInvocation({
    input,
  }: vscode.LanguageModelToolInvocationPrepareOptions<unknown>): vscode.PreparedToolInvocation {
    const message = this.message(input);
    return {
      invocationMessage: message,
      confirmationMessages: {
        title: this.title(),
        message: new vscode.MarkdownString(
          `${message}\n\n${vscode.l10n.t('The text is worked on by the model on this machine; no file is changed.')}`,
        ),
      },
    };
  }

  public async invoke(
    { input, tokenizationOptions }: vscode.LanguageModelToolInvocationOptions<unknown>,
    token: vscode.CancellationToken,
  ): Promise<vscode.LanguageModelToolResult> {
    const controller = new AbortController();
    if (token.isCancellationRequested) throw new vscode.CancellationError();
    const subscription = token.onCancellationRequested(() => controller.abort());
    try {
      const answer = await toolAnswer(this.api, this.name, input, controller.signal);
      const text = await withinBudget(answer, tokenizationOptions, token);
      return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
    } catch (error) {
      throw controller.signal.aborted ? new vscode.CancellationError() : error;
    } finally {
      subscription.dispose();
    }
  }

  private title(): string {
    switch (this.name) {
      case 'interlinear_rewrite':
        return vscode.l10n.t('Rewrite text with Interlinear');
      case 'interlinear_translate':
        return vscode.l10n.t('Translate text with Interlinear');
      case 'interlinear_classify':
        return vscode.l10n.t('Classify text with Interlinear');
    }
  }

  /** What is about to happen; the text itself is not in it, because messages may be kept. */
  private message(input: unknown): string {
    switch (this.name) {
      case 'interlinear_rewrite': {
        const { text, instruction } = toolInput(this.name, input);
        return vscode.l10n.t('Rewriting {0} characters: “{1}”', text.length, plain(instruction));
      }
      case 'interlinear_translate': {
        const { text, target } = toolInput(this.name, input);
        return vscode.l10n.t('Translating {0} characters into “{1}”', text.length, plain(target));
      }
      case 'interlinear_classify': {
        const { text, labels } = toolInput(this.name, input);
        return vscode.l10n.t('Classifying {0} characters: {1}', text.length, plain(labels.join(', ')));
      }
    }
  }
}

/** What a model wrote, without Markdown's meaning and at a length that a person reads. */
function plain(text: string): string {
  return text
    .slice(0, 100)
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_{}[\]<>()#!|~$]/g, '\\$&');
}
