import { open } from 'node:fs/promises';
import { readChunks } from '../../node/modelFiles.js';

/**
 * Copies a file piece by piece and brings it to the disk. What it made of the target when it stops halfway, stays.
 * @throws the signal's reason; Error of the file system
 */
export async function copyFile(
  source: string,
  target: string,
  options: { readonly signal: AbortSignal; readonly onBytes: (done: number) => void },
): Promise<void> {
  const output = await open(target, 'w', 0o600);
  try {
    await readChunks(source, async (chunk, done) => {
      options.signal.throwIfAborted();
      await output.appendFile(chunk);
      options.onBytes(done);
    });
    await output.sync();
  } finally {
    await output.close();
  }
}
