import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Manifest } from '../../../../../extension/core/model/manifest.js';
import { tinyManifest } from '../../support/tinyManifest.js';
import { tinyModelFile } from '../../support/tinyTokenizer.js';

const letters = Array.from('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.,;:!?');

/** A package without graphs, as the users of a server have it, with the tokenizer of the fake engine. */
export class ClientPackage {
  public readonly directory = mkdtempSync(join(tmpdir(), 'interlinear-client-'));
  public readonly manifest: Manifest;

  public constructor(changes: Partial<Manifest> = {}) {
    const tokenizer = tinyModelFile(['\u2581good', '\u2581bad', '\u2581', ...letters]);
    const sha256 = createHash('sha256').update(tokenizer).digest('hex');
    this.manifest = tinyManifest({
      variants: [],
      files: [{ path: 'tokenizer.model', bytes: tokenizer.length, sha256 }],
      serving: { model: 'tiny', sha256: 'ab'.repeat(32) },
      ...changes,
    });
    writeFileSync(join(this.directory, 'tokenizer.model'), tokenizer);
    writeFileSync(join(this.directory, 'model.json'), JSON.stringify(this.manifest));
  }

  public remove(): void {
    rmSync(this.directory, { recursive: true });
  }
}
