import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { artifacts, inRoot } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';
import { step, ToolError } from '../lib/tool.mjs';

/** 22.3, of Debian 12, lacks what WebGPU asks of a driver. */
const leastVersion = 25;
const installed = ['lvp_icd.json', `lvp_icd.${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}.json`].map(
  (name) => path.join('/usr/share/vulkan/icd.d', name),
);
const folder = inRoot('.cache', 'mesa');
const unpacked = path.join(folder, 'lvp_icd.json');

/**
 * Mesa's Vulkan driver for the processor (lavapipe): the system's own if it is new enough, or else the backport of Debian 12,
 * unpacked into a folder of the repository. Of the system nothing changes but that the Vulkan loader is installed.
 * @returns {Promise<string>} path of the driver's description
 * @throws {ToolError} where it is missing and cannot be had
 */
export async function ensureMesa() {
  await ensureLoader();
  const own = installed.find((file) => fs.existsSync(file));
  if (own !== undefined && installedVersion() >= leastVersion) return own;
  if (!fs.existsSync(unpacked)) await step("Mesa's Vulkan driver (about 12 MB)", unpack);
  return unpacked;
}

/** The Vulkan loader, by which every driver is found; the driver's package does not bring it. */
async function ensureLoader() {
  if (/libvulkan\.so\.1/.test(output('/sbin/ldconfig', ['-p']))) return;
  await step('apt-get install libvulkan1 (about 0.2 MB)', async () => {
    const log = path.join(artifacts, 'apt.log');
    await run('apt-get', ['update'], { log, limitSeconds: 300 });
    await run('apt-get', ['install', '-y', '--no-install-recommends', 'libvulkan1'], {
      log,
      limitSeconds: 300,
    });
  });
}

function installedVersion() {
  const version = output('dpkg-query', ['-W', '-f=${Version}', 'mesa-vulkan-drivers']);
  return Number.parseInt(version.replace(/^\d+:/, ''), 10) || 0;
}

async function unpack() {
  const release = fs.existsSync('/etc/os-release') ? fs.readFileSync('/etc/os-release', 'utf8') : '';
  if (!/^VERSION_CODENAME=bookworm$/m.test(release))
    throw new ToolError(
      `This system's Mesa is older than ${leastVersion}, and only Debian 12's can be replaced.`,
    );
  const site = /^(\S+) bookworm$/m.exec(
    output('apt-get', ['indextargets', '--format', '$(REPO_URI) $(CODENAME)', 'Created-By: Packages']),
  )?.[1];
  if (site === undefined) throw new ToolError('apt names no mirror of Debian 12.');
  const options = privateApt(site);
  const log = path.join(artifacts, 'apt.log');
  await run('apt-get', [...options, 'update'], { log, limitSeconds: 300 });
  const archive = path.join(folder, 'download');
  fs.mkdirSync(archive, { recursive: true });
  await run('apt-get', [...options, 'download', 'mesa-vulkan-drivers/bookworm-backports'], {
    log,
    cwd: archive,
    limitSeconds: 300,
  });
  const files = path.join(folder, 'files');
  for (const name of fs.readdirSync(archive))
    await run('dpkg', ['-x', path.join(archive, name), files], { log });
  const library = output('find', [files, '-name', 'libvulkan_lvp.so']).trim();
  const missing = output('ldd', [library]).match(/\S+(?= => not found)/g) ?? [];
  if (library === '' || missing.length > 0)
    throw new ToolError(`Mesa's driver lacks ${missing.join(', ') || 'its library'} on this system.`);
  fs.rmSync(archive, { recursive: true });
  // Last: its presence says that the rest is whole.
  const description = {
    file_format_version: '1.0.0',
    ICD: { library_path: library, api_version: '1.4.305' },
  };
  fs.writeFileSync(unpacked, JSON.stringify(description));
}

/**
 * Options with which apt keeps lists and caches in our folder and knows the backports of `site`.
 * @param {string} site
 */
function privateApt(site) {
  const apt = path.join(folder, 'apt');
  for (const part of ['lists/partial', 'cache/archives/partial', 'parts'])
    fs.mkdirSync(path.join(apt, part), { recursive: true });
  const sources = path.join(apt, 'sources.list');
  const key = '[signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]';
  fs.writeFileSync(sources, `deb ${key} ${site} bookworm-backports main\n`);
  const settings = {
    'Dir::Etc::sourcelist': sources,
    'Dir::Etc::sourceparts': path.join(apt, 'parts'),
    'Dir::State::lists': path.join(apt, 'lists'),
    'Dir::Cache': path.join(apt, 'cache'),
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
}

/** @param {string} command @param {readonly string[]} parameters @returns {string} empty where the command fails */
function output(command, parameters) {
  try {
    return execFileSync(command, parameters, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return '';
  }
}
