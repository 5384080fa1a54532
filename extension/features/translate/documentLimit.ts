import * as vscode from 'vscode';
import { Notice } from '../../editor/notice.js';
import { lengthOfDocument } from '../../editor/textRanges.js';

/** UTF-16 code units of a document that is translated at once: some hours of work for a small model on a laptop. */
const most = 2_000_000;

/** @throws Notice if the document is too long to be worked on as a whole */
export function checkDocumentLength(document: vscode.TextDocument): void {
  const length = lengthOfDocument(document);
  if (length > most) {
    throw new Notice(
      vscode.l10n.t(
        'This document is too long to be translated at once ({0} characters; at most {1}). Select a part of it, or use “interlinear translate” on the command line.',
        length.toLocaleString(vscode.env.language),
        most.toLocaleString(vscode.env.language),
      ),
    );
  }
}
