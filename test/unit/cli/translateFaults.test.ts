import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DocumentRewriter } from '../../../extension/cli/folder/documentRewriter.js';
import { FolderRun } from '../../../extension/cli/folder/folderRun.js';
import { StretchCache } from '../../../extension/cli/folder/stretchCache.js';
import { tinyManifest } from '../inference/support/tinyManifest.js';
import { SentenceEngine } from './translateBench.js';

describe('Translation of folders, when the disk refuses', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'interlinear-faults-'));
    writeFileSync(join(root, 'a.md'), 'One.');
    writeFileSync(join(root, 'b.bin'), '0');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function runWith(code: string, errno: number): FolderRun {
    const fail = (): Promise<void> =>
      Promise.reject(Object.assign(new Error(code), { code, errno, path: '/out/a.md' }));
    const output = {
      root: '/out',
      record: () => undefined,
      stateOf: () => Promise.resolve({ state: 'absent' as const }),
      write: fail,
      copy: fail,
    };
    const engine = new SentenceEngine({ directory: root, device: 'cpu' }, tinyManifest());
    const request = { instruction: 'Fix.' };
    const { signal } = new AbortController();
    const rewriter = new DocumentRewriter(
      () => Promise.resolve(engine),
      StretchCache.temporary(),
      request,
      signal,
    );
    return new FolderRun(root, output, rewriter, {
      scope: '',
      others: 'copy',
      force: false,
      dryRun: false,
      fuzzy: true,
    });
  }
  const file = { path: 'a.md', format: 'markdown' };
  const nothing = (): void => undefined;

  it('reports a file that may not be written, so that the others go on', async () => {
    const report = await runWith('EACCES', -13).file(file, nothing);
    assert.equal(report.outcome, 'failed');
    assert.equal(report.reason, '/out/a.md: Permission denied');
    const other = await runWith('EACCES', -13).file({ path: 'b.bin', format: undefined }, nothing);
    assert.equal(other.outcome, 'failed');
  });

  it('ends the run when the disk is full', async () => {
    await assert.rejects(runWith('ENOSPC', -28).file(file, nothing), { code: 'ENOSPC' });
  });

  it('reports a file that has gone meanwhile', async () => {
    const report = await runWith('EACCES', -13).file({ path: 'gone.md', format: 'markdown' }, nothing);
    assert.match(report.reason ?? '', /gone\.md: No such file/);
  });
});
