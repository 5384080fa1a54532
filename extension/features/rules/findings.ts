import * as vscode from 'vscode';
import type { PlacedFinding } from './placedFinding.js';

/** The findings in each document, for what shows them. */
export class Findings implements vscode.Disposable {
  private readonly byDocument = new Map<string, readonly PlacedFinding[]>();
  private readonly emitter = new vscode.EventEmitter<vscode.Uri>();
  /** Fires with the document whose findings are others now. */
  public readonly onChange = this.emitter.event;

  public in(document: vscode.TextDocument): readonly PlacedFinding[] {
    return this.byDocument.get(document.uri.toString()) ?? [];
  }

  public set(uri: vscode.Uri, findings: readonly PlacedFinding[]): void {
    const key = uri.toString();
    if (findings.length === 0 && !this.byDocument.has(key)) {
      return;
    }
    if (findings.length === 0) {
      this.byDocument.delete(key);
    } else {
      this.byDocument.set(key, findings);
    }
    this.emitter.fire(uri);
  }

  public dispose(): void {
    this.emitter.dispose();
    this.byDocument.clear();
  }
}
