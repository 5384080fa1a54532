import { statSync } from 'node:fs';
import { join } from 'node:path';

import { repositoryRoot } from '../../parity/python.js';
import type { Row } from '../report/row.js';
import { CannotMeasure, type Section } from '../section.js';

const title = 'Size of the package';
const targets = ['linux-x64', 'linux-arm64', 'win32-x64', 'win32-arm64', 'darwin-arm64'];

/** Bytes of the packages that `npm run package` has left behind. */
export const extensionSize: Section = {
  id: 'size',
  title,
  run() {
    const rows = targets.flatMap((target): Row[] => {
      const file = join(repositoryRoot, 'dist', `interlinear-${target}.vsix`);
      const size = statSync(file, { throwIfNoEntry: false })?.size;
      if (size === undefined) return [];
      return [{ section: title, measured: `.vsix for ${target}`, value: size / 1e6, unit: 'MB', samples: 1 }];
    });
    if (rows.length === 0)
      return Promise.reject(new CannotMeasure('there is no .vsix in dist/; npm run package makes one'));
    return Promise.resolve(rows);
  },
};
