import * as vscode from 'vscode';
import type { EndpointAddress } from '../core/protocol/endpointAddress.js';
import type { CommandRunner } from '../editor/commandRunner.js';
import { Question } from './question.js';

const key = 'interlinear.endpoint.agreed';

/** Whether a person agrees that their texts go to a server: asked once for each address, before the first one goes. */
export class EndpointConsent {
  private readonly question: Question<'send' | 'here' | 'settings'>;

  public constructor(
    private readonly memory: vscode.Memento,
    commands: Pick<CommandRunner, 'tell'>,
  ) {
    this.question = new Question(commands, 'warning', {
      send: vscode.l10n.t('Send to This Server'),
      here: vscode.l10n.t('Use This Machine Once'),
      settings: vscode.l10n.t('Open Settings'),
    });
  }

  /** Whether they have agreed to this address before. */
  public has({ url }: EndpointAddress): boolean {
    return this.agreed.includes(url);
  }

  /** Asks. @returns what they want; undefined if the message was closed @throws the signal's reason */
  public async ask(
    address: EndpointAddress,
    signal?: AbortSignal,
  ): Promise<'send' | 'here' | 'settings' | undefined> {
    const text = vscode.l10n.t(
      'The model is set to run on the server {0}. The texts of your requests are then sent there: what you select, and sentences that you hover over or that rules check. Whoever runs the server can read them.',
      address.host,
    );
    const answer = await this.question.ask(text, signal);
    if (answer === 'send' && !this.has(address)) await this.memory.update(key, [...this.agreed, address.url]);
    return answer;
  }

  private get agreed(): readonly string[] {
    return this.memory.get<readonly string[]>(key, []);
  }
}
