import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repositoryRoot, runPython } from './python.js';
import { type SoftwareDriver, softwareVulkan } from './softwareVulkan.js';

interface Answer {
  readonly device?: string;
  readonly variant?: string;
  readonly fallbacks?: readonly { readonly device: string; readonly reason: string }[];
  /** Largest difference of a log-probability from that of the processor. */
  readonly difference?: number;
  readonly error?: string;
}

/**
 * WebGPU, on a graphics card in software: what is shown is that the path works and is right, not that it is fast. Each case has a
 * process of its own, because the driver is looked for once.
 */
describe('the engine on WebGPU', function () {
  this.timeout(900_000);
  let directory: string;
  let driver: SoftwareDriver | undefined;
  let models = 0;

  before(async () => {
    driver = await softwareVulkan().catch((error: unknown) => {
      process.stderr.write(`    SKIPPED: WebGPU cannot be tested here: ${String(error)}\n`);
      return undefined;
    });
    if (driver !== undefined) process.stderr.write(`    WebGPU runs on ${driver.name}\n`);
    directory = mkdtempSync(join(tmpdir(), 'interlinear-webgpu-'));
    const bundled = join(repositoryRoot, 'models', 'bundled');
    const script = join('test', 'parity', 'export_float32.py');
    await runPython([script, bundled, join(directory, 'model'), 'float32,fp16,int4,int8']);
  });
  after(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  async function ask(icd: string, ...task: string[]): Promise<Answer> {
    const script = join(repositoryRoot, 'test', 'parity', 'webgpuProcess.ts');
    const copy = join(directory, `model ${++models}`);
    cpSync(join(directory, 'model'), copy, { recursive: true });
    // A missing folder for sockets is of no interest, but the driver says so at length.
    const env = {
      ...process.env,
      VK_ICD_FILENAMES: icd,
      VK_DRIVER_FILES: icd,
      XDG_RUNTIME_DIR: directory,
    };
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', script, copy, ...task],
      { env },
    );
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Answer;
  }

  for (const [variant, limit] of [
    ['float32', 1e-3],
    ['int4', 0.2],
  ] as const) {
    it(`gives the answers of the processor with ${variant} weights`, async function () {
      if (driver === undefined) this.skip();
      const answer = await ask(driver.description, 'webgpu', variant);
      assert.equal(answer.error, undefined);
      assert.deepEqual([answer.device, answer.variant], ['webgpu', variant]);
      assert.ok(answer.difference! < limit, `${answer.difference} apart`);
    });
  }

  it('calculates with half precision where the driver does, and else takes the next variant and says so', async function () {
    if (driver === undefined) this.skip();
    const answer = await ask(driver.description, 'webgpu', 'gpu-fp16,int4');
    assert.equal(answer.error, undefined);
    assert.equal(answer.device, 'webgpu');
    if (answer.variant === 'gpu-fp16') {
      assert.deepEqual(answer.fallbacks, []);
      assert.ok(answer.difference! < 0.1, `${answer.difference} apart`);
    } else {
      assert.equal(answer.variant, 'int4');
      assert.match(answer.fallbacks?.[0]?.reason ?? '', /^gpu-fp16: .*f16/);
    }
  });

  it('is not used where another answer is expected', async function () {
    if (driver === undefined) this.skip();
    const answer = await ask(driver.description, 'webgpu', 'float32', '3');
    assert.match(answer.error ?? '', /webgpu: the self-test is 3\.\d+ away from the reference/);
  });

  it('is left for the processor by "auto", with the reason, where there is no graphics card', async () => {
    const answer = await ask(join(directory, 'nothing.json'), 'auto', 'float32');
    assert.equal(answer.device, 'cpu');
    const reason = answer.fallbacks?.find(({ device }) => device === 'webgpu')?.reason;
    assert.match(reason ?? '', process.platform === 'linux' ? /No supported adapters/ : /./);
  });

  it('fails with the reason where it was asked for by name', async () => {
    const answer = await ask(join(directory, 'nothing.json'), 'webgpu', 'float32');
    assert.match(answer.error ?? '', /webgpu: .*Choose another device, or “auto”/);
  });
});
