import { resolve } from 'node:path';
import { ModelStore, type StoredModel } from '../client/modelStore.js';
import { type EndpointParameters, InterlinearError } from '../core/protocol/protocol.js';
import type { CliContext, CliEngine, ModelOptions } from './cliTypes.js';

/** A model up to this size, in bytes, is compared with its checksums at every start: that takes a blink. */
const verifiedBytes = 512 * 1024 * 1024;

/** The bundled model, and those in the folder that the environment variable INTERLINEAR_MODELS names. */
export function modelStore(context: CliContext): ModelStore {
  const storageDirectory = context.environment['INTERLINEAR_MODELS'];
  return new ModelStore({
    bundledDirectory: context.bundledModel,
    ...(storageDirectory ? { storageDirectory } : {}),
  });
}

/** `--model`, else the environment variable INTERLINEAR_MODEL, else the bundled model. */
export function modelDirectory(context: CliContext, option: string | undefined): string {
  return resolve(option ?? (context.environment['INTERLINEAR_MODEL'] || context.bundledModel));
}

/** @throws InterlinearError `modelNotFound`, `modelInvalid` */
export function findModel(context: CliContext, option: string | undefined): Promise<StoredModel> {
  return modelStore(context).open(modelDirectory(context, option));
}

/**
 * Checks and loads the model.
 * @throws InterlinearError `modelNotFound`, `modelInvalid`, `modelCorrupt`, `deviceUnavailable`; AbortError
 */
export async function openEngine(context: CliContext, options: ModelOptions): Promise<CliEngine> {
  const model = await findModel(context, options.model);
  // For a server the tokenizer is enough, and whoever loads it looks at it.
  if (options.endpoint === undefined && model.bytes <= verifiedBytes) {
    const report = await modelStore(context).verify(model.directory, { signal: context.signal });
    const broken = report.files.find((file) => file.problem !== undefined);
    if (broken !== undefined) {
      throw new InterlinearError(
        'modelCorrupt',
        `${model.directory}: ${broken.path}: ${broken.problem ?? ''}. Install the model again.`,
      );
    }
  }
  const { device, threads } = options;
  const endpoint = endpointOf(context, options);
  return context.createEngine({
    directory: model.directory,
    device,
    ...(threads !== undefined && { threads }),
    ...(endpoint && { endpoint }),
  });
}

/** The server of `--endpoint`, with the token of the environment: on a command line everybody could read it. */
function endpointOf(context: CliContext, options: ModelOptions): EndpointParameters | undefined {
  const { endpoint: url, endpointCertificate, endpointTimeout, endpointAllowUnencrypted } = options;
  if (url === undefined) return undefined;
  const token = context.environment['INTERLINEAR_ENDPOINT_TOKEN'];
  return {
    url,
    ...(token && { token }),
    ...(endpointCertificate !== undefined && { certificateFile: resolve(endpointCertificate) }),
    ...(endpointTimeout !== undefined && { timeoutSeconds: endpointTimeout }),
    ...(endpointAllowUnencrypted === true && { allowUnencrypted: true }),
  };
}

/** Loads the model, uses it, and gives it back in any case. */
export async function withEngine<Result>(
  context: CliContext,
  options: ModelOptions,
  use: (engine: CliEngine) => Promise<Result>,
): Promise<Result> {
  const engine = await openEngine(context, options);
  try {
    return await use(engine);
  } finally {
    await engine.dispose();
  }
}
