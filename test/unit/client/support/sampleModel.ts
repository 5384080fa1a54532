import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Manifest } from '../../../../extension/core/model/manifest.js';
import { tinyManifest } from '../../inference/support/tinyManifest.js';

/** A model package whose files hold random bytes: nobody runs it. */
export class SampleModel {
  public readonly contents: ReadonlyMap<string, Buffer>;
  public readonly manifest: Manifest;

  /** @param graphBytes size of its largest file */
  public constructor({ id = 'tiny', version = '1.0.0', graphBytes = 300_000 } = {}) {
    this.contents = new Map([
      ['tokenizer.model', randomBytes(5_000)],
      ['graphs/model.int8.onnx', randomBytes(graphBytes)],
      ['empty.txt', Buffer.alloc(0)],
    ]);
    const files = [...this.contents].map(([path, content]) => ({
      path,
      bytes: content.length,
      sha256: createHash('sha256').update(content).digest('hex'),
    }));
    const variants = [
      { id: 'cpu', precision: 'int8', devices: ['cpu'], graph: 'graphs/model.int8.onnx' },
    ] as Manifest['variants'];
    this.manifest = tinyManifest({ id, version, files, variants });
  }

  public get text(): string {
    return JSON.stringify(this.manifest, null, 2);
  }

  /** Writes the package. @returns the folder */
  public write(directory: string): string {
    for (const [path, content] of this.contents) {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), content);
    }
    writeFileSync(join(directory, 'model.json'), this.text);
    return directory;
  }
}
