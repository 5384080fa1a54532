import type * as vscode from 'vscode';
import type { Configuration } from '../../editor/configuration.js';

const setting = 'interlinear.savedInstructions';

/** An instruction that a person gave a name. */
export interface SavedInstruction {
  readonly name: string;
  readonly instruction: string;
}

/** The instructions in a person's settings: for all documents, or for those of one language. */
export class SavedInstructions {
  public constructor(private readonly configuration: Configuration) {}

  /** Those for a document, by name. What is no instruction in the settings file is left out. */
  public entries(document?: vscode.TextDocument): SavedInstruction[] {
    const value: unknown = this.configuration.get(setting, document);
    return Object.entries(typeof value === 'object' && value !== null ? value : {})
      .filter((entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1].trim() !== '')
      .map(([name, instruction]) => ({ name, instruction: instruction.trim() }))
      .sort((first, second) => first.name.localeCompare(second.name));
  }

  /** @param languageId the language of the documents it is for; all if absent */
  public save({ name, instruction }: SavedInstruction, languageId?: string): Promise<void> {
    return this.configuration.updateOwn(setting, languageId, (value) => ({ ...value, [name]: instruction }));
  }

  /** Removes it from the user settings. One that the workspace's settings bring along stays: others use it too. */
  public async remove(name: string, languageId: string): Promise<void> {
    for (const scope of [languageId, undefined]) {
      await this.configuration.updateOwn(setting, scope, (value) => {
        const rest = Object.fromEntries(Object.entries(value ?? {}).filter(([other]) => other !== name));
        return Object.keys(rest).length > 0 ? rest : undefined;
      });
    }
  }
}
