import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { eventually, run } from './editing.js';

/** Goes down (`Next`) or up the list that is open, one entry for each text, and waits until the document shows it. */
export async function moveTo(
  document: vscode.TextDocument,
  direction: 'Next' | 'Previous',
  texts: readonly string[],
): Promise<void> {
  for (const text of texts) {
    const before = document.getText();
    assert.notEqual(before, text);
    await eventually(`“${text}”`, async () => {
      if (document.getText() === before) {
        await run(`workbench.action.quickOpenSelect${direction}`);
        await new Promise((resolve) => setTimeout(resolve, 600));
      }
      return document.getText() === text;
    });
  }
}
