import { strict as assert } from 'node:assert';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ModelInstaller,
  type InstalledModel,
  type ModelInstallerOptions,
} from '../../../../extension/client/install/modelInstaller.js';
import { ModelRemover } from '../../../../extension/client/install/modelRemover.js';
import { english } from '../../../../extension/client/clientTypes.js';
import { ModelStore } from '../../../../extension/client/modelStore.js';
import { ModelServer } from './modelServer.js';
import { SampleModel } from './sampleModel.js';

const quick = { stall: 300, attempts: 3, firstPause: 5 };

/** A storage folder, a model, and a server that has it. */
export class InstallBench {
  /** With a blank and a letter beyond ASCII, as in the names of people. */
  public readonly directory = mkdtempSync(join(tmpdir(), 'interlinear store ü-'));

  private constructor(
    public model: SampleModel,
    public readonly server: ModelServer,
  ) {}

  public static async create(): Promise<InstallBench> {
    const model = new SampleModel();
    return new InstallBench(model, await ModelServer.start(model));
  }

  public async close(): Promise<void> {
    await this.server.close();
    rmSync(this.directory, { recursive: true, force: true });
  }

  public installer(options: Partial<ModelInstallerOptions> = {}): ModelInstaller {
    return new ModelInstaller({ storageDirectory: this.directory, limits: quick, ...options });
  }

  public install(
    options: Partial<ModelInstallerOptions> = {},
    signal = new AbortController().signal,
    url = this.server.url,
  ): Promise<InstalledModel> {
    return this.installer(options).fromUrl(url, { signal });
  }

  public remover(): ModelRemover {
    return new ModelRemover(this.directory, english);
  }

  public get store(): ModelStore {
    return new ModelStore({ bundledDirectory: '/nowhere', storageDirectory: this.directory });
  }

  /** The model is there as published, and nothing else. */
  public async assertInstalled(): Promise<void> {
    assert.deepEqual(readdirSync(this.directory), ['tiny@1.0.0']);
    const found = await this.store.choose('tiny@1.0.0');
    assert.ok((await this.store.verify(found.directory)).ok);
    for (const [path, content] of this.model.contents) {
      assert.ok(readFileSync(join(found.directory, path)).equals(content), path);
    }
    assert.deepEqual(readdirSync(found.directory).sort(), [
      'empty.txt',
      'graphs',
      'model.json',
      'tokenizer.model',
    ]);
  }

  /** No half model is offered to anybody. */
  public async assertNothing(): Promise<void> {
    assert.deepEqual(await this.store.list(), []);
    assert.ok(!existsSync(join(this.directory, 'tiny@1.0.0')));
  }

  /** The installation fails with this error and leaves no model. */
  public async fails(promise: Promise<unknown>, code: string, message: RegExp): Promise<void> {
    await assert.rejects(promise, { name: 'InterlinearError', code, message });
    await this.assertNothing();
  }
}
