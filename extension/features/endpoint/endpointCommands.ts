import * as vscode from 'vscode';
import { parseEndpointAddress, type EndpointAddress } from '../../core/protocol/endpointAddress.js';
import { EndpointError } from '../../core/protocol/endpointError.js';
import type { CommandId } from '../../contributions/commands.js';
import type { CommandRunner } from '../../editor/commandRunner.js';
import type { Configuration } from '../../editor/configuration.js';
import { Notice } from '../../editor/notice.js';
import type { EndpointConsent } from '../../model/endpointConsent.js';
import type { Endpoints } from '../../model/endpoints.js';
import { endpointText } from '../../model/endpointText.js';
import type { EndpointTokens } from '../../model/endpointTokens.js';

const setEndpoint: CommandId = 'interlinear.setEndpoint';
const setToken: CommandId = 'interlinear.setEndpointToken';
const removeToken: CommandId = 'interlinear.removeEndpointToken';

/** Set Endpoint…, Set Endpoint Token… and Remove Endpoint Token. */
export class EndpointCommands {
  public constructor(
    private readonly endpoints: Endpoints,
    private readonly tokens: EndpointTokens,
    private readonly consent: EndpointConsent,
    private readonly configuration: Configuration,
    private readonly commands: CommandRunner,
  ) {}

  public register(): vscode.Disposable {
    return vscode.Disposable.from(
      this.commands.register(setEndpoint, (given) => this.setAddress(given)),
      this.commands.register(setToken, () => this.setToken()),
      this.commands.register(removeToken, () => this.removeToken()),
    );
  }

  /** @param given what the box is to be filled with; it is never used unseen */
  private async setAddress(given: unknown): Promise<void> {
    requireTrust();
    const current = this.configuration.get('interlinear.endpoint.url');
    const url = await vscode.window.showInputBox({
      title: vscode.l10n.t('Interlinear: address of the server that runs the model'),
      prompt: vscode.l10n.t(
        'Empty: the model runs on this machine. Texts are sent to this address only, and nowhere without one.',
      ),
      placeHolder: 'https://models.example.org/',
      value: typeof given === 'string' ? given : current,
      ignoreFocusOut: true,
      validateInput: (text) => this.problemOf(text),
    });
    if (url === undefined) return;
    await this.configuration.updateOwn('interlinear.endpoint.url', undefined, () => url.trim() || undefined);
    const address = url.trim() === '' ? undefined : this.parse(url);
    if (!address) {
      const text = vscode.l10n.t('The model runs on this machine from the next request on.');
      void this.commands.tell(setEndpoint, 'information', text);
      return;
    }
    // Not waited for: the message may stay open for long, and the command has done its work.
    void this.commands.run(setEndpoint, () => this.tell(address));
  }

  private async tell(address: EndpointAddress): Promise<void> {
    if (!this.consent.has(address) && (await this.consent.ask(address)) !== 'send') return;
    const text = vscode.l10n.t('The model runs on the server {0} from the next request on.', address.host);
    await this.commands.tell(setEndpoint, 'information', text, [
      { title: vscode.l10n.t('Set Token…'), run: () => vscode.commands.executeCommand(setToken) },
    ]);
  }

  private async setToken(): Promise<void> {
    const address = this.require();
    const token = await vscode.window.showInputBox({
      title: vscode.l10n.t('Interlinear: token for the server {0}', address.host),
      prompt: vscode.l10n.t('It is kept in the secret storage of VS Code and sent to this server alone.'),
      password: true,
      ignoreFocusOut: true,
      validateInput: (text) =>
        /^[\x21-\x7e]*$/.test(text.trim())
          ? undefined
          : vscode.l10n.t('A token has letters, digits and signs of ASCII only, and no spaces.'),
    });
    if (token === undefined || token.trim() === '') return;
    await this.tokens.store(address.origin, token.trim());
    const text = vscode.l10n.t('The token for the server {0} has been stored.', address.host);
    void this.commands.tell(setToken, 'information', text);
  }

  private async removeToken(): Promise<void> {
    const address = this.require();
    if ((await this.tokens.get(address.origin)) === undefined)
      throw new Notice(vscode.l10n.t('There is no token for the server {0}.', address.host));
    await this.tokens.remove(address.origin);
    const text = vscode.l10n.t('The token for the server {0} has been removed.', address.host);
    void this.commands.tell(removeToken, 'information', text);
  }

  private require(): EndpointAddress {
    requireTrust();
    try {
      const address = this.endpoints.configured;
      if (address) return address;
    } catch (error) {
      throw error instanceof EndpointError ? new Notice(endpointText(error)) : error;
    }
    throw new Notice(vscode.l10n.t('No server is set. Run “Interlinear: Set Endpoint…” first.'));
  }

  private problemOf(text: string): string | undefined {
    if (text.trim() === '') return undefined;
    try {
      this.parse(text);
      return undefined;
    } catch (error) {
      return error instanceof EndpointError ? endpointText(error) : String(error);
    }
  }

  private parse(text: string): EndpointAddress {
    return parseEndpointAddress(text, this.configuration.get('interlinear.endpoint.allowUnencrypted'));
  }
}

function requireTrust(): void {
  if (vscode.workspace.isTrusted) return;
  throw new Notice(
    vscode.l10n.t('In Restricted Mode the model runs on this machine. Trust the workspace to use a server.'),
  );
}
