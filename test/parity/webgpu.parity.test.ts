import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repositoryRoot, runPython } from './python.js';
import { softwareVulkan } from './softwareVulkan.js';

interface Answer {
  readonly device?: string;
  readonly fallbacks?: readonly { readonly device: string; readonly reason: string }[];
  readonly error?: string;
  readonly milliseconds?: number;
}

/**
 * WebGPU, on a graphics card in software: what is shown is that the path works and is right, not that it is fast. Each case has a
 * process of its own, because the driver is looked for once.
 */
describe('the engine on WebGPU', function () {
  this.timeout(900_000);
  let directory: string;
  let driver: string | undefined;

  before(async () => {
    driver = await softwareVulkan().catch((error: unknown) => {
      process.stderr.write(`    WebGPU cannot be tested here: ${String(error)}\n`);
      return undefined;
    });
    directory = mkdtempSync(join(tmpdir(), 'interlinear-webgpu-'));
    const bundled = join(repositoryRoot, 'models', 'bundled');
    await runPython([join('test', 'parity', 'export_float32.py'), bundled, directory]);
  });
  after(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  async function ask(icd: string, task: string): Promise<Answer> {
    const script = join(repositoryRoot, 'test', 'parity', 'webgpuProcess.ts');
    // A missing folder for sockets is of no interest, but the driver says so at length.
    const env = {
      ...process.env,
      VK_ICD_FILENAMES: icd,
      VK_DRIVER_FILES: icd,
      XDG_RUNTIME_DIR: directory,
    };
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', script, directory, task],
      { env },
    );
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Answer;
  }

  it('gives the answers of the processor', async function () {
    if (driver === undefined) this.skip();
    const answer = await ask(driver, 'agree');
    assert.equal(answer.error, undefined);
    assert.equal(answer.device, 'webgpu');
  });

  it('is not used where another answer is expected', async function () {
    if (driver === undefined) this.skip();
    const answer = await ask(driver, 'disagree');
    assert.match(answer.error ?? '', /webgpu: the self-test is 3\.\d+ away from the reference/);
  });

  it('is left for the processor by "auto", with the reason, where there is no graphics card', async () => {
    const answer = await ask(join(directory, 'nothing.json'), 'auto');
    assert.equal(answer.device, 'cpu');
    const reason = answer.fallbacks?.find(({ device }) => device === 'webgpu')?.reason;
    assert.match(reason ?? '', process.platform === 'linux' ? /No supported adapters/ : /./);
  });

  it('fails with the reason where it was asked for by name', async () => {
    const answer = await ask(join(directory, 'nothing.json'), 'webgpu');
    assert.match(answer.error ?? '', /webgpu: .*Choose another device, or "auto"/);
  });
});
