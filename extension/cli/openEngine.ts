import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { LoadParameters } from '../core/protocol.js';
import { createEngine } from '../inference/createEngine.js';
import type { Engine } from '../inference/engine.js';
import { verifyModel } from '../inference/modelFolder.js';

export interface ModelOptions {
  readonly model?: string | undefined;
  readonly device?: LoadParameters['device'] | undefined;
  readonly threads?: number | undefined;
}

/** Folder of the model to use: `--model`, else INTERLINEAR_MODEL, else the bundled one. */
export function modelDirectory(chosen: string | undefined): string {
  const named = chosen ?? process.env['INTERLINEAR_MODEL'];
  if (named !== undefined && named !== '') return resolve(named);
  // One level up from dist/, two from extension/cli/.
  const places = [
    join(__dirname, '..', 'models', 'bundled'),
    join(__dirname, '..', '..', 'models', 'bundled'),
  ];
  return places.find((place) => existsSync(join(place, 'model.json'))) ?? places[0] ?? '';
}

/**
 * Loads the model after comparing the sha256 of its files: a damaged model must not give wrong answers.
 * @throws InterlinearError `modelNotFound`, `modelInvalid`, `modelCorrupt`, `deviceUnavailable`
 */
export async function openEngine(options: ModelOptions): Promise<Engine> {
  const directory = modelDirectory(options.model);
  await verifyModel(directory);
  return createEngine({
    directory,
    device: options.device ?? 'auto',
    ...(options.threads !== undefined && { threads: options.threads }),
  });
}
