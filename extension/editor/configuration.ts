import * as vscode from 'vscode';
import { settings, type SettingId, type SettingValues } from '../contributions/settings.js';

const section = 'interlinear';
const key = (id: SettingId): string => id.slice(section.length + 1);

/** Typed access to our settings; nothing else reads or writes them. */
export class Configuration {
  /**
   * The value that holds for `scope` (a document: its language's override counts). A restricted setting has its
   * default in an untrusted workspace: nothing that names a path is honoured there.
   */
  public get<Id extends SettingId>(id: Id, scope?: vscode.ConfigurationScope): SettingValues[Id] {
    const fallback: SettingValues[Id] = settings[id].default;
    if (settings[id].restricted && !vscode.workspace.isTrusted) {
      return fallback;
    }
    return vscode.workspace.getConfiguration(section, scope).get(key(id), fallback);
  }

  /**
   * Writes the value that the person has in their user settings, for all documents or those of one language, made from
   * the one that stands there.
   * @throws Error of VS Code if the settings file cannot be written
   */
  public async updateOwn<Id extends SettingId>(
    id: Id,
    languageId: string | undefined,
    change: (value: SettingValues[Id] | undefined) => SettingValues[Id] | undefined,
  ): Promise<void> {
    const scope = languageId === undefined ? undefined : { languageId };
    const configuration = vscode.workspace.getConfiguration(section, scope);
    const found = configuration.inspect<SettingValues[Id]>(key(id));
    const value = languageId === undefined ? found?.globalValue : found?.globalLanguageValue;
    const target = vscode.ConfigurationTarget.Global;
    await configuration.update(key(id), change(value), target, languageId !== undefined);
  }
}
