import type { Socket } from 'node:net';
import {
  createMessageConnection,
  SocketMessageReader,
  SocketMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';

/** A JSON-RPC connection over a socket; the caller listens and disposes. */
export function socketConnection(socket: Socket): MessageConnection {
  const reader = new SocketMessageReader(socket);
  // It would report every 10 s that a message is incomplete, also after its disposal, and for ever when the other side was killed
  // in the middle of one. Silence is watched over elsewhere.
  reader.partialMessageTimeout = 0;
  return createMessageConnection(reader, new SocketMessageWriter(socket));
}
