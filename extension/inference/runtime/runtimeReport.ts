import { availableParallelism, cpus } from 'node:os';
import { env } from './onnxruntime.js';
import type { Manifest } from '../../core/model/manifest.js';
import type { RuntimeReport } from '../../core/protocol/protocol.js';
import { processorThreads, supportedDevices } from './sessions.js';

/**
 * What runs a model that has just been loaded.
 * @param threads asked for; the engine's own choice if undefined
 */
export function runtimeReport(
  manifest: Pick<Manifest, 'selfTest'>,
  threads: number | undefined,
): RuntimeReport {
  return {
    library: `onnxruntime ${env.versions.node ?? env.versions.common}`,
    devices: [...supportedDevices()],
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    threads: processorThreads(threads),
    residentBytes: process.memoryUsage.rss(),
    selfTest: manifest.selfTest === undefined ? 'plausibility' : 'reference',
  };
}
