import * as vscode from 'vscode';
import { settings, type SettingId, type SettingValues } from '../../contributions/settings.js';

const section = 'interlinear';

/** Typed access to our settings; the only reader of them. */
export class Configuration {
  /**
   * The value that holds for `scope` (a document: its language's override counts). A restricted setting has its
   * default in an untrusted workspace: nothing that names a path is honoured there (DESIGN §6).
   */
  public get<Id extends SettingId>(id: Id, scope?: vscode.ConfigurationScope): SettingValues[Id] {
    const fallback: SettingValues[Id] = settings[id].default;
    if (settings[id].restricted && !vscode.workspace.isTrusted) {
      return fallback;
    }
    return vscode.workspace.getConfiguration(section, scope).get(id.slice(section.length + 1), fallback);
  }
}
