import { chmod, stat, unlink } from 'node:fs/promises';
import { createConnection, type Server } from 'node:net';
import { hasCode, withLock } from '../../node/fileLock.js';

/** Says that the address is free to take no longer: another process answers there. */
export class AlreadyServedError extends Error {
  public constructor(address: string) {
    super(`Another process serves ${address}.`);
    this.name = 'AlreadyServedError';
  }
}

/**
 * Makes `server` listen at `address`, which nobody else may serve. A socket file that nobody listens on, left
 * by a process that was killed, is removed first; the lock keeps two starting processes from removing each
 * other's. A Windows pipe needs none of this: it goes with its process and cannot be taken twice.
 * @returns the identity of the socket file; null on Windows
 * @throws AlreadyServedError; Error from the operating system
 */
export async function listenAlone(server: Server, address: string, lockPath: string): Promise<bigint | null> {
  if (process.platform === 'win32') {
    try {
      await listen(server, address);
      return null;
    } catch (error) {
      throw hasCode(error, 'EADDRINUSE') ? new AlreadyServedError(address) : error;
    }
  }
  return withLock(lockPath, async () => {
    if (await isServed(address)) throw new AlreadyServedError(address);
    await unlink(address).catch((error: unknown) => {
      if (!hasCode(error, 'ENOENT')) throw error;
    });
    await listen(server, address);
    await chmod(address, 0o600);
    return socketIdentity(address);
  });
}

/** The inode of the socket file, or null when it is gone. */
export async function socketIdentity(address: string): Promise<bigint | null> {
  try {
    return (await stat(address, { bigint: true })).ino;
  } catch {
    return null;
  }
}

/** Whether somebody accepts connections at the address. */
function isServed(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(address);
    const settle = (served: boolean): void => {
      socket.destroy();
      resolve(served);
    };
    socket.once('connect', () => settle(true));
    // A full backlog answers EAGAIN, and then there is somebody.
    socket.once('error', (error) => settle(hasCode(error, 'EAGAIN')));
  });
}

function listen(server: Server, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(address, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
