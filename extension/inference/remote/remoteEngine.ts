import { Engine, type EngineParts } from '../engine.js';
import type { RequestScope } from './requestScope.js';

/** An engine whose model runs on a server: to cancel a request of a person cancels what is asked of the server for it. */
export class RemoteEngine extends Engine {
  public constructor(
    parts: EngineParts,
    private readonly scope: RequestScope,
  ) {
    super(parts);
  }

  /** See `Engine.rewrite`; also throws EndpointError. */
  public override rewrite(...request: Parameters<Engine['rewrite']>): ReturnType<Engine['rewrite']> {
    return this.scope.run(request[1]?.signal, () => super.rewrite(...request));
  }

  /** See `Engine.classify`; also throws EndpointError. */
  public override classify(...request: Parameters<Engine['classify']>): ReturnType<Engine['classify']> {
    return this.scope.run(request[1]?.signal, () => super.classify(...request));
  }

  /** See `Engine.fill`; also throws EndpointError. */
  public override fill(...request: Parameters<Engine['fill']>): ReturnType<Engine['fill']> {
    return this.scope.run(request[1]?.signal, () => super.fill(...request));
  }
}
