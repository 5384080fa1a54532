import { readFile } from 'node:fs/promises';

import { InterlinearError } from '../core/protocol/protocol.js';
import type { ModelFolder } from './modelFolder.js';
import { SentencePiece } from './tokenizer/sentencePiece.js';
import { Tokenizer } from './tokenizer/tokenizer.js';

/** The tokenizer of a model folder. @throws InterlinearError `modelCorrupt` */
export async function readTokenizer(folder: ModelFolder): Promise<Tokenizer> {
  const path = folder.path(folder.manifest.tokenizer.file);
  try {
    return new Tokenizer(SentencePiece.parse(await readFile(path)), folder.manifest);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InterlinearError('modelCorrupt', '{0} is not a tokenizer: {1}. Install the model again.', [
      path,
      reason,
    ]);
  }
}
