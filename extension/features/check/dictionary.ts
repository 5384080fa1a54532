import * as vscode from 'vscode';
import type { Configuration } from '../../editor/configuration.js';

const ignoredKey = 'interlinear.check.ignoredWords';
/** Ignored words of a workspace; the oldest are forgotten. */
const capacity = 1000;

/** The words that are right although no lexicon has them: those of the settings, and those that are ignored in this workspace. */
export class Dictionary {
  public constructor(
    private readonly configuration: Configuration,
    private readonly memory: vscode.Memento,
  ) {}

  /** Whether a word, in any letter case, is right in a document. */
  public has(word: string, document: vscode.TextDocument): boolean {
    return this.words(document).has(word.toLowerCase());
  }

  /** The words, in lower case. */
  public words(document: vscode.TextDocument): ReadonlySet<string> {
    const own = this.configuration.get('interlinear.check.words', document);
    // Anything can stand in a settings file.
    const words = Array.isArray(own) ? own.filter((word) => typeof word === 'string') : [];
    return new Set([...words, ...this.ignored].map((word) => word.toLowerCase()));
  }

  /** Adds a word for good, for all workspaces. */
  public async add(word: string): Promise<void> {
    const configuration = vscode.workspace.getConfiguration('interlinear');
    const words = configuration.inspect<readonly string[]>('check.words')?.globalValue ?? [];
    const sorted = [...new Set([...words, word])].sort((one, other) => one.localeCompare(other));
    await configuration.update('check.words', sorted, vscode.ConfigurationTarget.Global);
  }

  /** Leaves a word alone in this workspace. */
  public async ignore(word: string): Promise<void> {
    const words = [...new Set([...this.ignored, word.toLowerCase()])].slice(-capacity);
    await this.memory.update(ignoredKey, words);
  }

  /** Forgets what was ignored. */
  public async clear(): Promise<void> {
    await this.memory.update(ignoredKey, undefined);
  }

  private get ignored(): readonly string[] {
    return this.memory.get<readonly string[]>(ignoredKey, []);
  }
}
