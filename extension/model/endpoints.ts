import { type EndpointAddress, parseEndpointAddress } from '../core/protocol/endpointAddress.js';
import type { EndpointParameters } from '../core/protocol/protocol.js';
import type { Configuration } from '../editor/configuration.js';
import type { EndpointTokens } from './endpointTokens.js';

/** A command may ask the model several times: what follows this soon, in milliseconds, belongs to the same one. */
const sameCommand = 3_000;

/** The server that the settings name, if they name one. In an untrusted workspace there is none. */
export class Endpoints {
  private atHome = 0;
  private atHomeUntil = 0;

  public constructor(
    private readonly configuration: Configuration,
    private readonly tokens: EndpointTokens,
  ) {}

  /**
   * Where the next request goes; undefined: to the model on this machine.
   * @throws EndpointError if the setting holds no address that may be used
   */
  public get address(): EndpointAddress | undefined {
    if (this.atHome > 0 || performance.now() < this.atHomeUntil) return undefined;
    return this.configured;
  }

  /** The server of the settings, whatever is done on this machine meanwhile. @throws EndpointError */
  public get configured(): EndpointAddress | undefined {
    const url = this.configuration.get('interlinear.endpoint.url').trim();
    return url === ''
      ? undefined
      : parseEndpointAddress(url, this.configuration.get('interlinear.endpoint.allowUnencrypted'));
  }

  /** As `address`, with all that a connection needs. @throws EndpointError */
  public async parameters(): Promise<EndpointParameters | undefined> {
    const { address } = this;
    if (!address) return undefined;
    const token = await this.tokens.get(address.origin);
    const certificateFile = this.configuration.get('interlinear.endpoint.certificateFile');
    return {
      url: address.url,
      timeoutSeconds: this.configuration.get('interlinear.endpoint.timeoutSeconds'),
      allowUnencrypted: this.configuration.get('interlinear.endpoint.allowUnencrypted'),
      ...(token !== undefined && { token }),
      ...(certificateFile !== '' && { certificateFile }),
    };
  }

  /** Does some work, and what follows it at once, with the model on this machine. */
  public async onThisMachine<Result>(work: () => Promise<Result>): Promise<Result> {
    this.atHome++;
    try {
      return await work();
    } finally {
      this.atHome--;
      this.atHomeUntil = performance.now() + sameCommand;
    }
  }
}
