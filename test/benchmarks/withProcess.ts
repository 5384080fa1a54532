import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { InferenceClient } from '../../extension/client/inferenceClient.js';
import { productBundles } from './bundles.js';

/**
 * Runs `work` with a client whose inference process does not run yet, and ends that process afterwards.
 * @param directory model folder
 */
export async function withProcess<T>(
  directory: string,
  work: (client: InferenceClient) => Promise<T>,
): Promise<T> {
  const { inference } = await productBundles();
  // Socket paths have a limit of about 100 characters: a short folder.
  const folder = mkdtempSync(join(tmpdir(), 'il-bench-'));
  const client = new InferenceClient({
    directory: folder,
    serverScript: inference,
    version: '0.0.0-benchmark',
    model: { directory, device: 'cpu' },
    graceSeconds: 1,
  });
  try {
    return await work(client);
  } finally {
    await client.restart();
    await client.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}
