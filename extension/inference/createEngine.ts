import type { InferenceSession } from 'onnxruntime-node';

import type { ModelFile } from '../node/modelFiles.js';
import type { LoadParameters } from '../core/protocol/protocol.js';
import { type DevicePlan, openFirstDevice, planDevices } from './runtime/devices.js';
import { DraftTables } from './draft/draftTables.js';
import { Engine, type EngineParts } from './engine.js';
import { type ModelFolder, openModelFolder, verifyFiles, verifyModel } from './modelFolder.js';
import { OnnxStepGraph } from './runtime/onnxStepGraph.js';
import { readLexicons } from './readLexicons.js';
import { readTokenizer } from './readTokenizer.js';
import { runtimeReport } from './runtime/runtimeReport.js';
import { selfTest } from './runtime/selfTest.js';
import { openSession, supportedDevices } from './runtime/sessions.js';
import { speedTest } from './runtime/speedTest.js';
import type { StepGraph } from './runtime/stepGraph.js';
import { coreTextPipeline } from './rewrite/textPipeline.js';

export interface EngineOptions {
  /** Model folder, with `model.json`. */
  readonly directory: string;
  /** `auto` if absent. */
  readonly device?: LoadParameters['device'];
  /** CPU threads; as many as there are, up to 8, if absent. */
  readonly threads?: number;
  /** Identifier of the variant to load; the first that the device runs if absent. */
  readonly variant?: string;
  /** Compares the files that are loaded with their checksums first, if that takes no longer than a blink. */
  readonly verify?: boolean;
  /**
   * Devices that failed, and why, by model and device. With `auto` they are not tried again: where a device is only too
   * slow, to find that out takes long.
   */
  readonly rejected?: Map<string, string>;
}

/**
 * Loads a model: its manifest, its tokenizer, and a session on the first device that works and passes a self-test.
 * @throws InterlinearError `modelNotFound`, `modelInvalid`, `modelCorrupt`, `deviceUnavailable`, `invalidArgument`
 */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  return new Engine(await loadModel(options));
}

/** The parts of `createEngine`, for those who look inside: benchmarks and parity tests. Throws as `createEngine`. */
export async function loadModel(options: EngineOptions): Promise<EngineParts> {
  const started = performance.now();
  const folder = await openModelFolder(options.directory);
  const { manifest } = folder;
  if (options.verify === true) await verifyFiles(folder, loadedFiles(folder));
  const plans = planDevices(manifest, options.device ?? 'auto', options.variant);
  const tokenizer = await readTokenizer(folder);
  const lexicons = await readLexicons(folder);
  const isAutomatic = (options.device ?? 'auto') === 'auto';
  const openDevice = async (plan: DevicePlan) => {
    const key = `${manifest.id}@${manifest.version} ${plan.variant.id} ${plan.device}`;
    const known = isAutomatic ? options.rejected?.get(key) : undefined;
    if (known !== undefined) throw new Error(known);
    try {
      return await open(folder, plan, options.threads, isAutomatic && plan !== plans.at(-1));
    } catch (error) {
      // The processor is the last resort: it gets another chance each time.
      if (plan.device !== 'cpu')
        options.rejected?.set(key, error instanceof Error ? error.message : String(error));
      throw error;
    }
  };
  const opened = await openFirstDevice(plans, supportedDevices(), openDevice).catch(
    async (error: unknown) => {
      // A damaged graph fails on every device too; that is what to say then.
      await verifyModel(options.directory);
      throw error;
    },
  );
  const { session, graph } = opened.value;
  return {
    manifest,
    tokenizer,
    ...(lexicons && { lexicons }),
    ...(manifest.drafts && { drafts: new DraftTables(manifest.drafts, (file) => folder.path(file)) }),
    graph,
    text: coreTextPipeline,
    release: () => session.release(),
    model: {
      id: manifest.id,
      version: manifest.version,
      name: manifest.name,
      variant: opened.variant.id,
      device: opened.device,
      fallbacks: opened.fallbacks,
      loadMilliseconds: performance.now() - started,
      runtime: runtimeReport(manifest, options.threads),
    },
  };
}

/** Up to so many bytes a checksum costs less than loading does. */
const verifiedBytes = 512 * 2 ** 20;

/** What the engine reads of a model, data beside the graphs included; nothing where that is too much to read twice. */
function loadedFiles({ manifest }: ModelFolder): ModelFile[] {
  const lexicon = manifest.spelling ? [manifest.spelling.lexicon] : [];
  const names = [manifest.tokenizer.file, ...lexicon, ...manifest.variants.map(({ graph }) => graph)];
  const files = manifest.files.filter(({ path }) => names.some((name) => path.startsWith(name)));
  return files.reduce((sum, { bytes }) => sum + bytes, 0) <= verifiedBytes ? files : [];
}

async function open(
  folder: ModelFolder,
  { device, variant }: DevicePlan,
  threads: number | undefined,
  mustBeFast: boolean,
): Promise<{ readonly session: InferenceSession; readonly graph: StepGraph }> {
  const session = await openSession(folder.path(variant.graph), device, threads);
  try {
    const graph = new OnnxStepGraph(session, folder.manifest);
    if (mustBeFast && device !== 'cpu') await speedTest(graph, folder.manifest);
    await selfTest(graph, folder.manifest, variant.precision);
    return { session, graph };
  } catch (error) {
    await session.release();
    throw error;
  }
}
