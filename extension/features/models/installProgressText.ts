import * as vscode from 'vscode';
import type { InstallProgress } from '../../client/install/modelInstaller.js';

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);

/** How far an installation has come, in a few words. */
export function installProgressText({ stage, done, total }: InstallProgress): string {
  const [now, all] = [megabytes(done), megabytes(total)];
  switch (stage) {
    case 'waiting':
      return vscode.l10n.t('waiting for another window');
    case 'checking':
      return vscode.l10n.t('checking: {0} of {1} MB', now, all);
    case 'copying':
      return vscode.l10n.t('copying: {0} of {1} MB', now, all);
    case 'downloading':
      return vscode.l10n.t('downloading: {0} of {1} MB', now, all);
  }
}
