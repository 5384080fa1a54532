import { existsSync } from 'node:fs';

/** SwiftShader, a graphics card in software, comes with Chromium, which the tests inside VS Code need anyway. */
const drivers = [
  '/usr/lib/chromium/vk_swiftshader_icd.json',
  '/usr/lib/chromium-browser/vk_swiftshader_icd.json',
  '/opt/google/chrome/vk_swiftshader_icd.json',
];

/** Description of a Vulkan driver that runs on every Linux machine, installed if need be. @throws Error where that is impossible */
export async function softwareVulkan(): Promise<string> {
  if (process.platform !== 'linux') throw new Error('there is no Vulkan on this system');
  const find = (): string | undefined => drivers.find((path) => existsSync(path));
  if (find() === undefined) {
    const { ensureChromium } = await import('../../tools/host/chromium.mjs');
    await ensureChromium();
  }
  const found = find();
  if (found === undefined) throw new Error('this Chromium has no Vulkan driver in software');
  return found;
}
