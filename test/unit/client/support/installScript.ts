import { ModelInstaller } from '../../../../extension/client/install/modelInstaller.js';

/** A window that installs a model: `installScript.ts STORAGE URL`; writes what became of it to the standard output. */
const [storageDirectory = '', url = ''] = process.argv.slice(2);
const installer = new ModelInstaller({ storageDirectory });
const { signal } = new AbortController();
void installer.fromUrl(url, { signal }).then(
  ({ name, unchanged }) => process.stdout.write(JSON.stringify({ name, unchanged })),
  (error: unknown) => process.stdout.write(JSON.stringify({ error: String(error) })),
);
