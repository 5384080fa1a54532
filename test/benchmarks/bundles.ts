import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { repositoryRoot } from '../parity/python.js';
import { CannotMeasure } from './section.js';

/** The product's bundles as they are packaged. */
export interface Bundles {
  readonly extension: string;
  readonly inference: string;
  readonly cli: string;
}

const script = `import { buildProduct } from './tools/lib/bundles.mjs'; await buildProduct(process.argv[1], true);`;
let built: Promise<Bundles> | undefined;

/** Builds the bundles, once per run, in a folder of their own: `dist/` may be older than the code, or in use. */
export function productBundles(): Promise<Bundles> {
  built ??= build();
  return built;
}

async function build(): Promise<Bundles> {
  if (!existsSync(join(repositoryRoot, 'extension', 'cli', 'main.ts')))
    throw new CannotMeasure('the command line is not there yet');
  const directory = join(repositoryRoot, '.cache', 'bench', 'dist');
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script, directory], {
    cwd: repositoryRoot,
  });
  const bundle = (name: string): string => join(directory, `${name}.js`);
  return { extension: bundle('extension'), inference: bundle('inference'), cli: bundle('cli') };
}
