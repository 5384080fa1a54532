import type { DeviceName, Manifest, Variant } from '../../core/model/manifest.js';
import { InterlinearError, type LoadedModel, type LoadParameters } from '../../core/protocol/protocol.js';

/** Best first. */
const preference: readonly DeviceName[] = ['cuda', 'webgpu', 'coreml', 'dml', 'cpu'];

/** A device to try, and the variant of the model that it runs. */
export interface DevicePlan {
  readonly device: DeviceName;
  readonly variant: Variant;
}

export interface OpenedDevice<T> extends DevicePlan {
  readonly value: T;
  readonly fallbacks: LoadedModel['fallbacks'];
}

/**
 * The devices to try, in order, each with every variant that it may run: one may want what a driver lacks (fp16), the
 * next not. `auto` means all that the model has a variant for; a device asked for by name is
 * tried alone, because silently using another one would hide the trouble.
 * @param variantId only this variant (tests, benchmarks)
 * @throws InterlinearError `deviceUnavailable`, `invalidArgument`
 */
export function planDevices(
  manifest: Pick<Manifest, 'id' | 'variants'>,
  requested: LoadParameters['device'],
  variantId?: string,
): DevicePlan[] {
  if (manifest.variants.length === 0) {
    throw new InterlinearError(
      'deviceUnavailable',
      'The package of the model {0} is for a server that runs it, and holds nothing that runs on this machine. Set the endpoint, or choose another model.',
      [manifest.id],
    );
  }
  const variants = manifest.variants.filter(({ id }) => variantId === undefined || id === variantId);
  if (variants.length === 0) {
    const known = manifest.variants.map(({ id }) => id).join(', ');
    throw new InterlinearError(
      'invalidArgument',
      `The model ${manifest.id} has no variant ${variantId ?? ''}; it has ${known}.`,
    );
  }
  const wanted = requested === 'auto' ? preference : [requested];
  const plans = wanted.flatMap((device) =>
    variants.filter(({ devices }) => devices.includes(device)).map((variant) => ({ device, variant })),
  );
  if (plans.length === 0) {
    const known = [...new Set(variants.flatMap(({ devices }) => devices))].join(', ');
    throw new InterlinearError(
      'deviceUnavailable',
      'The model {0} does not run on the device {1}; it runs on {2}.',
      [manifest.id, requested, known],
    );
  }
  return plans;
}

/**
 * Opens the first device of the plan that works.
 * @param supported devices that this build of onnxruntime has at all: it drops others without a word
 * @param open must fail when the device does not work, e.g. in its self-test
 * @throws InterlinearError `deviceUnavailable` with every reason
 */
export async function openFirstDevice<T>(
  plans: readonly DevicePlan[],
  supported: ReadonlySet<string>,
  open: (plan: DevicePlan) => Promise<T>,
): Promise<OpenedDevice<T>> {
  const fallbacks: { device: string; reason: string }[] = [];
  const note = (device: string, reason: string): void => {
    if (!fallbacks.some((known) => known.device === device && known.reason === reason))
      fallbacks.push({ device, reason });
  };
  for (const plan of plans) {
    const { device, variant } = plan;
    if (!supported.has(device)) {
      note(device, 'it is not part of onnxruntime on this system');
      continue;
    }
    try {
      return { ...plan, value: await open(plan), fallbacks };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const isOnly = plans.filter((other) => other.device === device).length === 1;
      note(device, isOnly ? reason : `${variant.id}: ${reason}`);
    }
  }
  const reasons = fallbacks.map(({ device, reason }) => `${device}: ${reason}`).join('; ');
  throw new InterlinearError(
    'deviceUnavailable',
    'The model cannot be loaded on this machine ({0}). Choose another device, or “auto”.',
    [reasons],
  );
}
