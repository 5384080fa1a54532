import fs from 'node:fs';
import path from 'node:path';
import { ToolError } from './tool.mjs';

/** Names of files in which packages state their licence. */
const licenceFile = /^(?:licen[cs]e|copying|notice|thirdpartynotices?)(?:[.-].*)?$/i;

/**
 * The licences of all packages that the product is built from, with their texts as the packages have them.
 * @param {string} directory with `package-lock.json` and `node_modules`
 * @returns {string} a text file, packages in alphabetical order
 * @throws {ToolError} for a package that names no licence
 */
export function notices(directory) {
  /** @type {{ packages: Record<string, { dev?: boolean, devOptional?: boolean, optional?: boolean }> }} */
  const lock = JSON.parse(fs.readFileSync(path.join(directory, 'package-lock.json'), 'utf8'));
  const folders = Object.entries(lock.packages)
    .filter(([folder, { dev, devOptional }]) => folder !== '' && !dev && !devOptional)
    .map(([folder]) => path.join(directory, folder))
    .filter((folder) => fs.existsSync(path.join(folder, 'package.json')));
  const entries = folders.map(noticeOf).sort();
  return `Interlinear contains the following packages, or parts of them.\n\n${[...new Set(entries)].join('\n')}`;
}

/** @param {string} folder of a package @returns {string} */
function noticeOf(folder) {
  /** @type {{ name: string, version: string, license?: string | { type?: string } }} */
  const { name, version, license } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const kind = typeof license === 'string' ? license : license?.type;
  if (!kind) throw new ToolError(`The package ${name} ${version} names no licence.`);
  const texts = fs
    .readdirSync(folder)
    .filter((file) => licenceFile.test(file) && fs.statSync(path.join(folder, file)).isFile())
    .sort()
    .map((file) => fs.readFileSync(path.join(folder, file), 'utf8').trim());
  return [`${'='.repeat(78)}`, `${name} ${version} (${kind})`, '', ...texts, ''].join('\n');
}
