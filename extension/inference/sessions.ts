import { availableParallelism } from 'node:os';
import { InferenceSession, listSupportedBackends } from 'onnxruntime-node';

import type { DeviceName } from '../core/manifest.js';

/** Beyond this, threads of one small graph wait for one another more than they work. */
const mostThreads = 8;

/** The devices that this build of onnxruntime can use. */
export function supportedDevices(): ReadonlySet<string> {
  return new Set(listSupportedBackends().map(({ name }) => name));
}

/**
 * Opens an onnxruntime session on exactly one device.
 * @param threads of the CPU; as many as there are, up to 8, if undefined
 * @throws Error when the graph or the device cannot be used
 */
export function openSession(
  graph: string,
  device: DeviceName,
  threads: number | undefined,
): Promise<InferenceSession> {
  return InferenceSession.create(graph, {
    executionProviders: [device],
    graphOptimizationLevel: 'all',
    executionMode: 'sequential',
    intraOpNumThreads: threads ?? Math.min(availableParallelism(), mostThreads),
    interOpNumThreads: 1,
    // What a large document needed goes back to the system, and no arena can grow towards Electron's 2 GiB limit.
    enableCpuMemArena: false,
    // Shapes differ from run to run: a memory plan for each would only pile up.
    enableMemPattern: false,
    // Errors only: warnings about graph optimisation mean nothing to a person.
    logSeverityLevel: 3,
    extra: {
      session: {
        // On a busy machine (an editor's) spinning threads are 2-3 times slower than waiting ones.
        intra_op: { allow_spinning: '0' },
        // Without VNNI, 8-bit products may otherwise saturate.
        x64quantprecision: '1',
      },
    },
  });
}
