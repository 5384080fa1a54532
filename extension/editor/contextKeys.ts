import * as vscode from 'vscode';
import { contextKeys, type ContextKey, type ContextKeyValues } from '../contributions/contextKeys.js';

/** Sets our context keys, and only when a value changes: each call crosses to the window. */
export class ContextKeys implements vscode.Disposable {
  private readonly values = new Map<ContextKey, unknown>(
    Object.entries(contextKeys) as [ContextKey, unknown][],
  );

  public set<Key extends ContextKey>(key: Key, value: ContextKeyValues[Key]): void {
    if (this.values.get(key) !== value) {
      this.values.set(key, value);
      void vscode.commands.executeCommand('setContext', key, value);
    }
  }

  public get<Key extends ContextKey>(key: Key): ContextKeyValues[Key] {
    return this.values.get(key) as ContextKeyValues[Key];
  }

  public dispose(): void {
    for (const [key, value] of Object.entries(contextKeys) as [ContextKey, never][]) {
      this.set(key, value);
    }
  }
}
