import fs from 'node:fs';
import path from 'node:path';
import { buildProduct } from './bundles.mjs';
import { notices } from './notices.mjs';
import { packageReadme } from './packageReadme.mjs';
import { bundledModel, inRoot, root, stagePath } from './paths.mjs';
import { ToolError } from './tool.mjs';

/** Files of a model folder that only training needs; they are as large as the rest together. */
const trainingOnly = /\.(safetensors|pt)$|^training\.json$/;

/**
 * Lays out what the package of a platform contains in a folder of its own, so that nothing else can slip in and the packager
 * need not know which of our dependencies are inside the bundles.
 * @param {string} target e.g. `linux-x64`
 * @returns {Promise<string>} the folder
 * @throws {ToolError} if the bundled model is missing or incomplete
 */
export async function stage(target) {
  const directory = stagePath(target);
  fs.rmSync(directory, { recursive: true, force: true });
  fs.mkdirSync(directory, { recursive: true });
  for (const entry of [
    'LICENSE',
    'CHANGELOG.md',
    '.vscodeignore',
    'bin',
    'l10n',
    'media',
    ...manifestTexts(),
  ]) {
    if (fs.existsSync(inRoot(entry)))
      fs.cpSync(inRoot(entry), path.join(directory, entry), { recursive: true });
  }
  const readme = packageReadme(fs.readFileSync(inRoot('README.md'), 'utf8'));
  fs.writeFileSync(path.join(directory, 'README.md'), readme);
  fs.writeFileSync(path.join(directory, 'THIRD_PARTY_NOTICES.txt'), notices(root));
  writeManifest(directory);
  await buildProduct(path.join(directory, 'dist'), true);
  copyRuntime(path.join(directory, 'dist', 'node_modules'), target);
  copyModel(path.join(directory, 'models', 'bundled'));
  return directory;
}

/** @returns {string[]} the translations of package.json */
const manifestTexts = () => fs.readdirSync(root).filter((file) => /^package\.nls.*\.json$/.test(file));

/** @param {string} directory */
function writeManifest(directory) {
  const manifest = JSON.parse(fs.readFileSync(inRoot('package.json'), 'utf8'));
  // What is in the bundles is not a dependency any more, and an editor has no use for our scripts.
  for (const key of ['dependencies', 'devDependencies', 'scripts', 'private']) delete manifest[key];
  fs.writeFileSync(path.join(directory, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

/**
 * onnxruntime-node as it is needed at run time: its script, and the libraries of one platform. Its other dependencies serve
 * its download script, which we never run.
 * @param {string} directory a `node_modules` folder beside the bundles
 * @param {string} target
 */
function copyRuntime(directory, target) {
  const [platform = '', architecture = ''] = target.split('-');
  const natives = path.join('bin', 'napi-v6', platform, architecture);
  const source = inRoot('node_modules', 'onnxruntime-node');
  if (!fs.existsSync(path.join(source, natives)))
    throw new ToolError(`onnxruntime-node has no libraries for ${target}.`);
  for (const entry of ['package.json', 'dist', natives]) {
    fs.cpSync(path.join(source, entry), path.join(directory, 'onnxruntime-node', entry), {
      recursive: true,
      // The npm package holds the macOS library twice, because it cannot hold a link; the binding loads the short name.
      filter: (file) => !/\.(d\.ts|map|lib|pdb)$|libonnxruntime\.\d+\.\d+\.\d+\.dylib$/.test(file),
    });
  }
  for (const entry of ['package.json', path.join('dist', 'cjs')]) {
    fs.cpSync(
      inRoot('node_modules', 'onnxruntime-common', entry),
      path.join(directory, 'onnxruntime-common', entry),
      {
        recursive: true,
        filter: (file) => !/\.(d\.ts|map)$/.test(file),
      },
    );
  }
}

/** @param {string} directory */
function copyModel(directory) {
  const manifestFile = path.join(bundledModel, 'model.json');
  if (!fs.existsSync(manifestFile)) {
    throw new ToolError(`There is no model to package: ${manifestFile} is missing.`);
  }
  /** @type {{ files: { path: string }[] }} */
  const manifest = JSON.parse(fs.readFileSync(manifestFile, 'utf8'));
  const files = manifest.files.filter((file) => !trainingOnly.test(file.path));
  for (const file of ['CARD.md', ...files.map((one) => one.path)]) {
    const source = path.join(bundledModel, file);
    if (!fs.existsSync(source)) throw new ToolError(`The model is incomplete: ${source} is missing.`);
    fs.cpSync(source, path.join(directory, file));
  }
  fs.writeFileSync(
    path.join(directory, 'model.json'),
    `${JSON.stringify({ ...manifest, files }, null, 2)}\n`,
  );
}
