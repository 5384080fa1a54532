import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

let built: Promise<string> | null = null;

/** Bundles the fake server once per test run, so that it starts as fast as the real one. @returns its path */
export function fakeServerBundle(): Promise<string> {
  built ??= bundle();
  return built;
}

async function bundle(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'interlinear-server-'));
  process.on('exit', () => {
    rmSync(directory, { recursive: true, force: true });
  });
  const outfile = join(directory, 'fakeServer.js');
  await build({
    entryPoints: [resolve(__dirname, 'fakeServer.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'warning',
  });
  return outfile;
}
