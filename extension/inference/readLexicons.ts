import { readFile } from 'node:fs/promises';

import { InterlinearError } from '../core/protocol/protocol.js';
import type { ModelFolder } from './modelFolder.js';
import type { Lexicon } from './spelling/lexicon.js';
import { parseLexicons } from './spelling/lexiconFile.js';

/**
 * The lexicons of a model folder, if its manifest has `spelling`. The file is read now and parsed when the lexicons are
 * first asked for, because most requests never do.
 * @returns throws InterlinearError `modelCorrupt` for a file that is no lexicon
 * @throws InterlinearError `modelCorrupt` if the file cannot be read
 */
export async function readLexicons(folder: ModelFolder): Promise<(() => readonly Lexicon[]) | undefined> {
  const { spelling } = folder.manifest;
  if (!spelling) return undefined;
  const path = folder.path(spelling.lexicon);
  const bytes = await readFile(path).catch((error: unknown) => {
    throw corrupt(path, error);
  });
  let lexicons: readonly Lexicon[] | undefined;
  return () => {
    try {
      lexicons ??= parseLexicons(bytes);
      return lexicons;
    } catch (error) {
      throw corrupt(path, error);
    }
  };
}

function corrupt(path: string, error: unknown): InterlinearError {
  const reason = error instanceof Error ? error.message : String(error);
  return new InterlinearError('modelCorrupt', '{0} is not a lexicon: {1}. Install the model again.', [
    path,
    reason,
  ]);
}
