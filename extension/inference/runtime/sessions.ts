import { availableParallelism } from 'node:os';
import { env, InferenceSession, listSupportedBackends } from './onnxruntime.js';

import type { DeviceName } from '../../core/model/manifest.js';
import { productsSaturate } from './saturation.js';

/** Beyond this, threads of one small graph wait for one another more than they work. */
const mostThreads = 8;

/** Threads of the processor for a session: those asked for, or as many as there are, up to 8. */
export function processorThreads(asked: number | undefined): number {
  return asked ?? Math.min(availableParallelism(), mostThreads);
}

/** The devices that this build of onnxruntime can use. */
export function supportedDevices(): ReadonlySet<string> {
  return new Set(listSupportedBackends().map(({ name }) => name));
}

/** Where in onnxruntime's sources a check failed: of no use to a person, and in front of what is. */
const sourceLocation = /\/onnxruntime_src\/.*? was false\.\s*/gs;

/**
 * Opens an onnxruntime session on exactly one device.
 * @param threads of the CPU; as many as there are, up to 8, if undefined
 * @throws Error when the graph or the device cannot be used
 */
export async function openSession(
  graph: string,
  device: DeviceName,
  threads: number | undefined,
): Promise<InferenceSession> {
  // A device that is missing is reported by us; onnxruntime would also write it to standard error.
  env.logLevel = 'fatal';
  try {
    const exact = device === 'cpu' && (await productsSaturate());
    return await InferenceSession.create(graph, sessionOptions(device, threads, exact));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(message.replaceAll(sourceLocation, '').trim(), { cause: error });
  }
}

function sessionOptions(
  device: DeviceName,
  threads: number | undefined,
  exactProducts: boolean,
): InferenceSession.SessionOptions {
  return {
    executionProviders: [device],
    graphOptimizationLevel: 'all',
    executionMode: 'sequential',
    intraOpNumThreads: processorThreads(threads),
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
        // Slower by half where it is not needed (processors with VNNI): it makes signed weights unsigned again.
        ...(exactProducts && { x64quantprecision: '1' }),
      },
    },
  };
}
