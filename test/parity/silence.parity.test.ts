import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { observe, type Observation } from './observedProcess.js';
import { pythonPath, repositoryRoot } from './python.js';

const bundled = join(repositoryRoot, 'models', 'bundled');

/** A client that lets the inference process answer once and then end. */
const client = (folder: string): string => `
import { InferenceClient } from ${JSON.stringify(join(repositoryRoot, 'extension/client/inferenceClient.ts'))};
const client = new InferenceClient({
  directory: ${JSON.stringify(join(folder, 'storage'))},
  serverScript: ${JSON.stringify(join(folder, 'inference.js'))},
  version: '1',
  model: { directory: ${JSON.stringify(bundled)}, device: 'cpu' },
  graceSeconds: 0.2,
});
void client
  .classify({ texts: ['I love this.'], labels: ['positive', 'negative'] })
  .then((answer) => process.stdout.write(JSON.stringify(answer)))
  .then(() => client.dispose());
`;

const session = `
from models.export.graph_session import onnxruntime
print(len(onnxruntime.InferenceSession("models/bundled/model.int8.onnx", providers=["CPUExecutionProvider"]).get_inputs()))
`;

describe('what our programs say to nobody', function () {
  this.timeout(300_000);
  let folder: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'interlinear-silence-'));
    mkdirSync(join(folder, 'storage'));
    writeFileSync(join(folder, 'client.ts'), client(folder));
    const entries = {
      inference: join(repositoryRoot, 'extension', 'inference', 'server', 'main.ts'),
      cli: join(repositoryRoot, 'extension', 'cli', 'main.ts'),
      client: join(folder, 'client.ts'),
    };
    await build({
      entryPoints: entries,
      outdir: folder,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      external: ['onnxruntime-node'],
      logLevel: 'warning',
    });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  function assertSilent(seen: Observation, answer: RegExp): void {
    assert.equal(seen.code, 0, seen.stderr);
    assert.match(seen.stdout, answer);
    assert.deepEqual([seen.homeFiles, seen.logs, seen.sockets], [[], [], []]);
  }

  const node = { NODE_PATH: join(repositoryRoot, 'node_modules') };

  it('the command line opens no connection and writes nothing under the home folder', async () => {
    const parameters = [join(folder, 'cli.js'), 'run', '--instruction', 'Fix grammar', '--model', bundled];
    assertSilent(await observe(process.execPath, parameters, 'He go home.\n', node), /home/);
  });

  it('nor does the inference process', async () => {
    assertSilent(await observe(process.execPath, [join(folder, 'client.js')], '', node), /milliseconds/);
  });

  it('nor does the model workshop', async () => {
    const python = { PYTHONPATH: repositoryRoot, PYTHONDONTWRITEBYTECODE: '1' };
    assertSilent(await observe(pythonPath(), ['-c', session], '', python), /^\d+$/m);
  });
});
