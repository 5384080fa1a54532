import { createHash } from 'node:crypto';
import { tmpdir, userInfo } from 'node:os';
import { posix, win32 } from 'node:path';
import { protocolVersion } from '../core/protocol/protocol.js';

/** Where the process of one extension version is found, and the files around it. */
export interface Endpoint {
  /** Folder that only the owner may enter; holds all of the files. */
  readonly directory: string;
  /** Folder of the socket; usually the same. Null for a Windows pipe. */
  readonly socketDirectory: string | null;
  readonly address: string;
  readonly lockPath: string;
  readonly statePath: string;
  readonly secretPath: string;
  readonly logPath: string;
}

/** `sun_path` has 104 bytes on macOS and 108 on Linux, with the terminating zero. */
const longestSocketPath = 103;

/**
 * The endpoint for a version of the extension: two versions, or a version under development, live side by side.
 * @param directory the extension's own storage folder
 * @param script path of the process's code, which tells two builds of the same version apart
 * @param platform the system whose paths and sockets are meant; this one's if absent
 */
export function createEndpoint(
  directory: string,
  version: string,
  script: string,
  platform: NodeJS.Platform = process.platform,
): Endpoint {
  const paths = platform === 'win32' ? win32 : posix;
  const build = digest(`${version}\n${script}`).slice(0, 8);
  const name = `p${protocolVersion}-${version.replace(/[^\w.-]/g, '_').slice(0, 16)}-${build}`;
  const files = {
    directory,
    lockPath: paths.join(directory, `${name}.lock`),
    statePath: paths.join(directory, `${name}.json`),
    secretPath: paths.join(directory, 'secret'),
    logPath: paths.join(directory, 'inference.log'),
  };
  if (platform === 'win32') {
    return {
      ...files,
      socketDirectory: null,
      address: `\\\\.\\pipe\\interlinear-${digest(directory).slice(0, 16)}-${name}`,
    };
  }
  const address = paths.join(directory, `${name}.sock`);
  if (Buffer.byteLength(address) <= longestSocketPath)
    return { ...files, socketDirectory: directory, address };
  const short = paths.join(
    process.env['XDG_RUNTIME_DIR'] ?? tmpdir(),
    `interlinear-${userInfo().uid}-${digest(directory).slice(0, 8)}`,
  );
  return { ...files, socketDirectory: short, address: paths.join(short, `${build}.sock`) };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
