import * as vscode from 'vscode';
import type { EndpointAddress } from '../core/protocol/endpointAddress.js';
import { EndpointError } from '../core/protocol/endpointError.js';
import type { Manifest } from '../core/model/manifest.js';
import {
  type CheckResult,
  type ClassifyResult,
  type FillResult,
  InterlinearError,
  type RewriteResult,
  type TextEngine,
} from '../core/protocol/protocol.js';
import { cancelled } from '../editor/cancellation.js';
import type { CommandRunner } from '../editor/commandRunner.js';
import { Notice } from '../editor/notice.js';
import type { ModelService } from './modelService.js';
import type { EndpointConsent } from './endpointConsent.js';
import type { Endpoints } from './endpoints.js';
import { endpointText } from './endpointText.js';
import { Question } from './question.js';

/** After a message was closed, work that nobody asked for opens no other one for so long, in milliseconds. */
const quietTime = 60_000;

/**
 * The model with a server before it, where one is set: no text goes there before its person has agreed, and one that fails is
 * never replaced by the model on this machine without their word.
 */
export class EndpointModel implements ModelService {
  private readonly question: Question<'again' | 'here' | 'settings'>;
  private quietUntil = 0;

  public constructor(
    private readonly model: ModelService,
    private readonly endpoints: Pick<Endpoints, 'address' | 'onThisMachine'>,
    private readonly consent: Pick<EndpointConsent, 'has' | 'ask'>,
    commands: Pick<CommandRunner, 'tell'>,
  ) {
    this.question = new Question(commands, 'error', {
      again: vscode.l10n.t('Try Again'),
      here: vscode.l10n.t('Use This Machine Once'),
      settings: vscode.l10n.t('Open Settings'),
    });
  }

  public manifest(): Promise<Manifest> {
    return this.model.manifest();
  }

  /** See `TextEngine.rewrite`; also throws EndpointError's text as InterlinearError, Notice. */
  public rewrite(...request: Parameters<TextEngine['rewrite']>): Promise<RewriteResult[]> {
    return this.run(() => this.model.rewrite(...request), request[1]?.signal, true);
  }

  /** See `TextEngine.classify` and `rewrite`. A pointer that moves asks for this, too. */
  public classify(...request: Parameters<TextEngine['classify']>): Promise<ClassifyResult[]> {
    return this.run(() => this.model.classify(...request), request[1]?.signal, false);
  }

  /** See `TextEngine.fill` and `rewrite`. */
  public fill(...request: Parameters<TextEngine['fill']>): Promise<FillResult> {
    return this.run(() => this.model.fill(...request), request[1]?.signal, true);
  }

  /** See `TextEngine.check`. Nobody asks for it sentence by sentence, so no server gets text for it: none is looked at. */
  public check(...request: Parameters<TextEngine['check']>): Promise<CheckResult[]> {
    return this.endpoints.address
      ? Promise.resolve(request[0].texts.map(() => ({ problems: [], complete: true })))
      : this.model.check(...request);
  }

  private async run<Result>(
    work: () => Promise<Result>,
    signal: AbortSignal | undefined,
    isAskedFor: boolean,
  ): Promise<Result> {
    for (;;) {
      try {
        const { address } = this.endpoints;
        const isAllowed =
          !address || this.consent.has(address) || (await this.agree(address, signal, isAskedFor));
        return await (isAllowed ? work() : this.endpoints.onThisMachine(work));
      } catch (error) {
        if (!(error instanceof EndpointError)) throw error;
        if (!(await this.tryAgain(error, signal, isAskedFor)))
          return await this.endpoints.onThisMachine(work);
      }
    }
  }

  /** @returns whether the text may go to the server; if not, this machine is to do it */
  private async agree(
    address: EndpointAddress,
    signal: AbortSignal | undefined,
    isAskedFor: boolean,
  ): Promise<boolean> {
    const answer = this.isQuiet(isAskedFor) ? undefined : await this.consent.ask(address, signal);
    if (answer === 'send' || answer === 'here') return answer === 'send';
    if (answer === 'settings') this.openSettings();
    this.keepQuiet(isAskedFor);
    throw new Notice(
      vscode.l10n.t(
        'Nothing was sent to the server {0}, because you have not agreed to it. Run “Interlinear: Set Endpoint…” to be asked again.',
        address.host,
      ),
    );
  }

  /** Says what is wrong with the server. @returns whether to try again; if not, this machine is to do it */
  private async tryAgain(
    error: EndpointError,
    signal: AbortSignal | undefined,
    isAskedFor: boolean,
  ): Promise<boolean> {
    const text = endpointText(error);
    if (this.isQuiet(isAskedFor)) throw new InterlinearError('endpointFailed', text);
    const answer = await this.question.ask(text, signal);
    if (answer === 'again' || answer === 'here') return answer === 'again';
    if (answer === 'settings') this.openSettings();
    this.keepQuiet(isAskedFor);
    throw cancelled();
  }

  private isQuiet(isAskedFor: boolean): boolean {
    return !isAskedFor && performance.now() < this.quietUntil;
  }

  private keepQuiet(isAskedFor: boolean): void {
    if (!isAskedFor) this.quietUntil = performance.now() + quietTime;
  }

  private openSettings(): void {
    void vscode.commands.executeCommand('workbench.action.openSettings', 'interlinear.endpoint');
  }
}
