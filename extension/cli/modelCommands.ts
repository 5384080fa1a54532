import { describeTasks } from '../core/instructions/instructions.js';
import type { RuntimeReport } from '../core/protocol/protocol.js';
import type { StoredModel } from '../client/modelStore.js';
import { CliError } from './cliError.js';
import type { CliContext, ModelOptions } from './cliTypes.js';
import { findModel, modelDirectory, modelStore, withEngine } from './model.js';

interface JsonOption {
  readonly json?: boolean;
}

/** `interlinear model list`: the bundled model, those in $INTERLINEAR_MODELS, and the one that INTERLINEAR_MODEL names. */
export async function listModels(context: CliContext, options: JsonOption): Promise<void> {
  const models = await modelStore(context).list();
  const chosen = modelDirectory(context, undefined);
  if (!models.some(({ directory }) => directory === chosen)) {
    const found = await findModel(context, undefined).catch((error: unknown) => ({
      directory: chosen,
      origin: 'chosen' as const,
      problem: error instanceof Error ? error.message : String(error),
    }));
    models.push(found);
  }
  if (options.json === true) {
    const list = models.map((model) =>
      'problem' in model
        ? { directory: model.directory, origin: model.origin, error: model.problem }
        : { ...summary(model), default: model.directory === chosen },
    );
    return context.output.json({ models: list });
  }
  for (const model of models) {
    const text =
      'problem' in model
        ? `(broken)\t${model.directory}\t${model.problem}`
        : [
            model.manifest.id,
            model.manifest.version,
            megabytes(model.bytes),
            model.origin,
            model.directory,
          ].join('\t');
    await context.output.answer(`${text}\n`);
  }
}

/** `interlinear model verify`: compares every file with the manifest. @throws CliError when one differs */
export async function verifyModel(
  context: CliContext,
  directory: string | undefined,
  options: JsonOption,
): Promise<void> {
  const model = await findModel(context, directory);
  const report = await modelStore(context).verify(model.directory, { signal: context.signal });
  if (options.json === true) {
    const files = report.files.map(({ path, bytes, problem }) => ({
      path,
      bytes,
      ok: problem === undefined,
      ...(problem !== undefined && { error: problem }),
    }));
    const answer = { directory: model.directory, id: model.manifest.id, ok: report.ok, files };
    await context.output.json(answer);
  } else {
    for (const { path, problem } of report.files) {
      await context.output.answer(`${path}: ${problem === undefined ? 'OK' : `FAILED: ${problem}`}\n`);
    }
  }
  const failed = report.files.filter(({ problem }) => problem !== undefined).length;
  if (failed > 0)
    throw new CliError(`${model.directory}: ${failed} of ${report.files.length} files are not as published`);
}

/** `interlinear model info`: what the model is and can do, and which device runs it. @throws InterlinearError */
export async function showModel(
  context: CliContext,
  directory: string | undefined,
  options: JsonOption & ModelOptions,
): Promise<void> {
  const model = await findModel(context, directory);
  const loaded = await withEngine(context, { ...options, model: model.directory }, (engine) =>
    Promise.resolve(engine.info()),
  );
  const { manifest } = model;
  const tasks = describeTasks(manifest);
  if (options.json === true) {
    const { license, description, family, architecture, limits, defaults, languages, labelSets, quality } =
      manifest;
    const answer = {
      ...summary(model),
      description,
      license,
      family,
      architecture,
      limits,
      defaults,
      languages,
      tasks,
      labelSets,
      variants: manifest.variants.map(({ id, precision, devices }) => ({ id, precision, devices })),
      quality,
      loaded,
    };
    return context.output.json(answer);
  }
  const lines = [
    `${manifest.name} (${manifest.id} ${manifest.version})`,
    manifest.description,
    `Folder: ${model.directory} (${megabytes(model.bytes)})`,
    `Licence: ${manifest.license}`,
    `Parameters: ${(manifest.architecture.parameters / 1e6).toFixed(1)} million`,
    `Languages: ${manifest.languages.join(', ')}`,
    `Variants: ${manifest.variants.map(({ id, devices }) => `${id} (${devices.join(', ')})`).join('; ')}`,
    `Runs on: ${loaded.endpoint === undefined ? loaded.device : `remote: ${loaded.endpoint}`}, as ${loaded.variant}, loaded in ${Math.round(loaded.loadMilliseconds)} ms`,
    ...loaded.fallbacks.map(({ device, reason }) => `  not on ${device}: ${reason}`),
    ...runtimeLines(loaded.runtime),
    `Defaults: ${manifest.defaults.iterations} passes, length beam ${manifest.defaults.lengthBeam}`,
    'Instructions:',
    ...tasks.map(({ canonical, targets, labels }) => {
      const choices = targets.length > 0 ? targets.map(({ name }) => name) : (labels ?? []);
      return `  ${canonical}${choices.length > 0 ? `  [${choices.join(', ')}]` : ''}`;
    }),
    ...(manifest.quality.length > 0 ? ['Quality, as measured:'] : []),
    ...manifest.quality.map(
      ({ task, testSet, size, metric, value, variant }) =>
        `  ${task}: ${metric} ${value} on ${testSet} (${size} examples, ${variant})`,
    ),
  ];
  return context.output.answer(`${lines.join('\n')}\n`);
}

function runtimeLines(runtime: RuntimeReport | undefined): string[] {
  if (runtime === undefined) return [];
  const { library, devices, processor, cores, threads, residentBytes, selfTest } = runtime;
  const compared =
    selfTest === 'reference'
      ? 'close to the stored answer of the reference'
      : 'plausible; the model holds no answer to compare with';
  return [
    `Runtime: ${library}, which knows ${devices.join(', ')}`,
    `Processor: ${processor}, ${cores} cores, of which the model uses ${threads}`,
    `Memory: ${megabytes(residentBytes)} of this process with the model loaded`,
    `Self-test: ${compared}`,
  ];
}

function summary({ directory, origin, manifest, bytes }: StoredModel) {
  const { id, version, name } = manifest;
  return { id, version, name, directory, origin, bytes };
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
