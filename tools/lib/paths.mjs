import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Top folder of the repository. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** @param {...string} parts path below the top folder */
export const inRoot = (...parts) => path.join(root, ...parts);

/** Folder of screenshots, logs and reports that a run leaves behind; never committed. */
export const artifacts = inRoot('artifacts');

/** Folder of the model that ships inside the extension. */
export const bundledModel = inRoot('models', 'bundled');

/** Names of the platforms that the extension is packaged for, as VS Code spells them. */
export const targets = /** @type {const} */ ([
  'linux-x64',
  'linux-arm64',
  'win32-x64',
  'win32-arm64',
  'darwin-arm64',
]);

/** The platform this process runs on, e.g. `linux-x64`. */
export const currentTarget = `${process.platform}-${process.arch}`;

/** @param {string} target @returns {string} where `tools/package.mjs` puts the package of a platform */
export const vsixPath = (target) => inRoot('dist', `interlinear-${target}.vsix`);

/** @param {string} target @returns {string} the unpacked content of that package */
export const stagePath = (target) => inRoot('out', 'stage', target);
