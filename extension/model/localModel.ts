import type { InferenceClient } from '../client/inferenceClient.js';
import type { ModelStore } from '../client/modelStore.js';
import type { Manifest } from '../core/model/manifest.js';
import type {
  CheckResult,
  ClassifyResult,
  FillResult,
  RewriteResult,
  TextEngine,
} from '../core/protocol/protocol.js';
import type { Endpoints } from './endpoints.js';
import type { Configuration } from '../editor/configuration.js';
import type { ModelService } from './modelService.js';

/** The model that the settings name, or the bundled one, run by the inference process here or by a server. */
export class LocalModel implements ModelService {
  public constructor(
    private readonly client: InferenceClient,
    private readonly store: ModelStore,
    private readonly configuration: Configuration,
    private readonly endpoints: Pick<Endpoints, 'parameters'>,
  ) {}

  public async manifest(): Promise<Manifest> {
    return (await this.choose()).manifest;
  }

  public async rewrite(...request: Parameters<TextEngine['rewrite']>): Promise<RewriteResult[]> {
    await this.select();
    return this.client.rewrite(...request);
  }

  public async classify(...request: Parameters<TextEngine['classify']>): Promise<ClassifyResult[]> {
    await this.select();
    return this.client.classify(...request);
  }

  public async fill(...request: Parameters<TextEngine['fill']>): Promise<FillResult> {
    await this.select();
    return this.client.fill(...request);
  }

  public async check(...request: Parameters<TextEngine['check']>): Promise<CheckResult[]> {
    await this.select();
    return this.client.check(...request);
  }

  /** Settings are read at every request, so that a change of them needs no restart. */
  private async select(): Promise<void> {
    const [{ directory }, endpoint] = await Promise.all([this.choose(), this.endpoints.parameters()]);
    const device = this.configuration.get('interlinear.device');
    this.client.useModel({ directory, device, ...(endpoint && { endpoint }) });
  }

  private choose(): ReturnType<ModelStore['choose']> {
    return this.store.choose(this.configuration.get('interlinear.model') || undefined);
  }
}
