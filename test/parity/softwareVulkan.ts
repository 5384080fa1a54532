import { existsSync } from 'node:fs';

/** A Vulkan driver that needs no graphics card. */
export interface SoftwareDriver {
  readonly name: string;
  /** Path of its description, for `VK_DRIVER_FILES`. */
  readonly description: string;
}

/** SwiftShader comes with Chromium, which the tests inside VS Code need anyway. */
const swiftShader = [
  '/usr/lib/chromium/vk_swiftshader_icd.json',
  '/usr/lib/chromium-browser/vk_swiftshader_icd.json',
  '/opt/google/chrome/vk_swiftshader_icd.json',
];

/**
 * A Vulkan driver that runs on every Linux machine, installed if need be: Mesa's, or else Chromium's.
 * @throws Error where neither can be had, with both reasons
 */
export async function softwareVulkan(): Promise<SoftwareDriver> {
  if (process.platform !== 'linux') throw new Error('there is no Vulkan on this system');
  const reasons: string[] = [];
  try {
    const { ensureMesa } = await import('../../tools/host/mesa.mjs');
    return { name: 'Mesa', description: await ensureMesa() };
  } catch (error) {
    reasons.push(String(error));
  }
  const find = (): string | undefined => swiftShader.find((path) => existsSync(path));
  try {
    if (find() === undefined) {
      const { ensureChromium } = await import('../../tools/host/chromium.mjs');
      await ensureChromium();
    }
  } catch (error) {
    reasons.push(String(error));
  }
  const description = find();
  if (description !== undefined) return { name: 'SwiftShader', description };
  throw new Error([...reasons, 'this Chromium has no Vulkan driver in software'].join('; '));
}
