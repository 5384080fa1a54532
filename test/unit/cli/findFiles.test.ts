import { strict as assert } from 'node:assert';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findFiles, type Found } from '../../../extension/cli/folder/findFiles.js';

describe('the files of a folder', () => {
  let root = '';
  beforeEach(async () => {
    root = await realpath(await mkdtemp(join(tmpdir(), 'interlinear-files-')));
    for (const path of [
      'guide.md',
      '.github/workflows/build.yml',
      '.github/HELP.md',
      'robots.txt',
      'CMakeLists.txt',
    ]) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), 'name: text\n');
    }
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  const find = (include: readonly string[]): Promise<Found> =>
    findFiles(root, { include, exclude: [], gitignore: true, code: false, without: [] });

  it('hidden folders are skipped, counted, and taken in by a pattern that names them', async () => {
    const { files, leftOut } = await find([]);
    assert.deepEqual(
      files.filter(({ format }) => format !== undefined).map(({ path }) => path),
      ['guide.md'],
    );
    assert.match(leftOut[0]?.path ?? '', /^1 hidden folder$/);
    const named = await find(['.github/**']);
    assert.deepEqual(
      named.files.map(({ path }) => path),
      ['.github/HELP.md', '.github/workflows/build.yml'],
    );
  });
});
