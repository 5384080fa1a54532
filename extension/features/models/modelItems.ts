import * as vscode from 'vscode';
import type { BrokenModel, StoredModel } from '../../client/modelStore.js';

/** Size for a person, e.g. `26 MB`. */
export function sizeText(bytes: number): string {
  return bytes < 1e9 ? `${Math.ceil(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

/** A model as an entry of a list: name and version, size, where it comes from, and whether it is in use. */
export function modelItem(model: StoredModel | BrokenModel, inUse: boolean): vscode.QuickPickItem {
  if ('problem' in model) {
    return { label: `$(warning) ${vscode.l10n.t('damaged')}: ${model.directory}`, detail: model.problem };
  }
  const { manifest, bytes, origin, directory } = model;
  const description = [
    sizeText(bytes),
    originText(origin),
    ...(inUse ? [vscode.l10n.t('in use')] : []),
    ...(manifest.languages.length > 0 ? [manifest.languages.slice(0, 12).join(' ')] : []),
  ];
  return {
    label: `${inUse ? '$(check) ' : ''}${manifest.name} ${manifest.version}`,
    description: description.join(' · '),
    detail: origin === 'chosen' ? `${manifest.description} (${directory})` : manifest.description,
  };
}

function originText(origin: StoredModel['origin']): string {
  switch (origin) {
    case 'bundled':
      return vscode.l10n.t('part of the extension');
    case 'installed':
      return vscode.l10n.t('installed');
    case 'chosen':
      return vscode.l10n.t('a folder of your own');
  }
}
