import type {
  ClassifyParameters,
  ClassifyResult,
  RewriteParameters,
  RewriteResult,
} from '../../core/protocol.js';
import type { ModelService } from '../models/modelService.js';

interface Options {
  /** Gives the request up between two passes; the promise rejects with an `AbortError`. */
  readonly signal?: AbortSignal;
}

/**
 * What `activate()` returns to other extensions:
 * `await vscode.extensions.getExtension<InterlinearApi>('interlinear.interlinear')?.activate()`.
 */
export interface InterlinearApi {
  /** Version of this interface; methods are only added within one version. */
  readonly version: 1;
  /**
   * Rewrites texts as an instruction says, e.g. `translate to German`; touches no document. One result per text.
   * @throws InterlinearError (`code`: `unknownInstruction`, `emptyInput`, `modelNotFound`, `processFailed`, …)
   */
  rewrite(parameters: RewriteParameters, options?: Options): Promise<RewriteResult[]>;
  /** The probability of each label for each text. @throws InterlinearError */
  classify(parameters: ClassifyParameters, options?: Options): Promise<ClassifyResult[]>;
}

export function createApi(model: ModelService): InterlinearApi {
  return {
    version: 1,
    rewrite: (parameters, options) => model.rewrite(parameters, options),
    classify: (parameters, options) => model.classify(parameters, options),
  };
}
