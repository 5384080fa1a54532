import * as vscode from 'vscode';
import { Notice } from '../../editor/notice.js';

/** Longer selections are sentences, not terms, in UTF-16 code units. */
const longest = 200;

/**
 * The texts that are selected in the active editor, each once and on one line, without white space around them; the word
 * at the cursor where nothing is selected.
 * @throws Notice if there are none
 */
export function selectedWords(): {
  readonly document: vscode.TextDocument;
  readonly words: readonly string[];
} {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) {
    throw new Notice(vscode.l10n.t('Open a document first, and select the text to work on.'));
  }
  const { document, selections } = editor;
  const texts = selections
    .map((range) => (range.isEmpty ? document.getWordRangeAtPosition(range.active) : range))
    .filter((range) => range !== undefined)
    .map((range) => document.getText(range).trim().replace(/\s+/g, ' '))
    .filter((text) => text !== '');
  if (texts.length === 0) {
    throw new Notice(vscode.l10n.t('Select a word or a few words first.'));
  }
  if (texts.some(({ length }) => length > longest)) {
    throw new Notice(vscode.l10n.t('That is too long for a term: select a word or a few words.'));
  }
  return { document, words: [...new Set(texts)] };
}
