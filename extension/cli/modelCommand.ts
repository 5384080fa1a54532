import { describeTasks } from '../core/instructions.js';
import { ModelStore } from '../client/modelStore.js';
import { createEngine } from '../inference/createEngine.js';
import { openModelFolder, verifyModel } from '../inference/modelFolder.js';
import { type ModelOptions, modelDirectory } from './openEngine.js';
import type { Output } from './output.js';

/** `interlinear model list`: the bundled model and, with INTERLINEAR_MODELS, those in a folder of models. */
export async function listModels(json: boolean, output: Output): Promise<void> {
  const storageDirectory = process.env['INTERLINEAR_MODELS'];
  const bundledDirectory = modelDirectory(undefined);
  const store = new ModelStore({ bundledDirectory, ...(storageDirectory ? { storageDirectory } : {}) });
  for (const model of await store.list()) {
    if (json) {
      const about =
        'problem' in model
          ? { problem: model.problem }
          : { id: model.manifest.id, version: model.manifest.version, bytes: model.bytes };
      await output.json({ directory: model.directory, origin: model.origin, ...about });
    } else if ('problem' in model) {
      await output.answer(`(broken)\t${model.directory}\t${model.problem}\n`);
    } else {
      const { id, version } = model.manifest;
      await output.answer(`${id}\t${version}\t${model.bytes} bytes\t${model.directory}\n`);
    }
  }
}

/** `interlinear model verify`: the sha256 of every file. @throws InterlinearError as `verifyModel` */
export async function verifyFolder(options: ModelOptions, json: boolean, output: Output): Promise<void> {
  const { manifest, directory } = await verifyModel(modelDirectory(options.model));
  const files = manifest.files.length;
  if (json) await output.json({ directory, id: manifest.id, version: manifest.version, files, intact: true });
  else await output.answer(`${manifest.id} ${manifest.version}: ${files} files intact in ${directory}\n`);
}

/** `interlinear model info`: what the model is and can do, and which device runs it. @throws InterlinearError */
export async function describeModel(options: ModelOptions, json: boolean, output: Output): Promise<void> {
  const { manifest, directory } = await openModelFolder(modelDirectory(options.model));
  const engine = await createEngine({ directory, device: options.device ?? 'auto' });
  const loaded = engine.info();
  await engine.dispose();
  const tasks = describeTasks(manifest);
  if (json) {
    const { id, version, name, license, family, architecture, languages, variants, quality } = manifest;
    const about = { id, version, name, license, family, architecture, languages, variants, quality };
    await output.json({ ...about, directory, loaded, tasks });
    return;
  }
  const { architecture } = manifest;
  const lines = [
    `${manifest.name} (${manifest.id} ${manifest.version}), ${manifest.license}`,
    `folder: ${directory}`,
    `${manifest.family}: ${architecture.layers} layers × ${architecture.hiddenSize}, ${architecture.parameters.toLocaleString('en')} parameters`,
    `languages: ${manifest.languages.join(', ')}`,
    `device: ${loaded.device}, variant ${loaded.variant}, loaded in ${Math.round(loaded.loadMilliseconds)} ms`,
    ...loaded.fallbacks.map(({ device, reason }) => `not ${device}: ${reason}`),
    'tasks:',
    ...tasks.map(({ canonical, targets, labels }) => {
      const about = labels ?? targets.map(({ name }) => name);
      return `  ${canonical}${about.length > 0 ? ` (${about.join(', ')})` : ''}`;
    }),
    ...manifest.quality.map(
      ({ testSet, metric, value, size, variant }) =>
        `  ${testSet}: ${metric} ${value} (${size} rows, ${variant})`,
    ),
  ];
  await output.answer(`${lines.join('\n')}\n`);
}
