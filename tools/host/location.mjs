import path from 'node:path';
import { inRoot } from '../lib/paths.mjs';

/** Versions of the editor that the tests run in: code-server 4.139.1 is VS Code 1.139.1. */
export const versions = { codeServer: '4.139.1', node: '24.21.0' };

/** Folder that holds the editor; `INTERLINEAR_VSCODE_HOST` names another one, to share it between checkouts. */
export const hostDirectory = path.resolve(process.env['INTERLINEAR_VSCODE_HOST'] ?? inRoot('.vscode-host'));

/** npm package that carries a whole Node for this platform: the editor needs a newer one than we do. */
export const nodePackage = `node-${process.platform}-${process.arch}`;

export const nodeDirectory = path.join(hostDirectory, 'node_modules', nodePackage);
export const nodeExecutable = path.join(nodeDirectory, 'bin', 'node');
export const codeServerDirectory = path.join(hostDirectory, 'node_modules', 'code-server');
export const codeServerEntry = path.join(codeServerDirectory, 'out', 'node', 'entry.js');

/** Written last by the installation; its content says what was installed. */
export const stampFile = path.join(hostDirectory, 'installed.json');
