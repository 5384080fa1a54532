import * as vscode from 'vscode';
import * as z from 'zod';
import { lazily } from '../../core/text/lazily.js';
import { newestWithin, Originals, type Original } from '../../core/review/originals.js';
import {
  findOriginal,
  storedOriginalSchema,
  storeOriginal,
  type StoredOriginal,
} from '../../core/review/storedOriginal.js';
import type { Configuration } from '../../editor/configuration.js';
import { editOfChanges } from '../../editor/contentChanges.js';
import { DisposableStore } from '../../editor/disposableStore.js';
import type { ReviewController, WrittenChanges } from '../../session/review/reviewController.js';

const key = 'interlinear.originals';
/** What is remembered while the window is open, and what of it in the state of the workspace: UTF-16 code units. */
const limits = { perDocument: 20, total: 4_000_000 };
const storedLimit = 200_000;
const storedSchema = lazily(() => z.array(storedOriginalSchema()));

/**
 * Remembers what answers have replaced, for Restore Last Original: follows the edits of open documents, and keeps what
 * was saved in the state of the workspace. Nothing is remembered where the setting is off.
 */
export class OriginalKeeper implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly originals = new Originals(limits);
  /** Of documents that are closed, or have not been asked about since the window was opened. */
  private stored: readonly StoredOriginal[];

  public constructor(
    reviews: ReviewController,
    private readonly configuration: Configuration,
    private readonly state: vscode.Memento,
  ) {
    this.stored = this.storedInState();
    this.store.add(reviews.onWritten((written) => this.written(written)));
    this.store.add(
      reviews.onWithdrawn((sessions) => {
        const ids = new Set<number | undefined>(sessions.map(({ id }) => id));
        this.originals.forget(({ sessionId }) => sessionId !== undefined && ids.has(sessionId));
      }),
    );
    this.store.add(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) {
          this.edited(document, contentChanges);
        }
      }),
    );
    // Before its first edit, so that nothing has to be searched for.
    this.store.add(vscode.workspace.onDidOpenTextDocument((document) => this.recall(document)));
    this.store.add(vscode.workspace.onDidSaveTextDocument((document) => this.saved(document)));
    this.store.add(vscode.workspace.onDidCloseTextDocument((document) => this.closed(document)));
    this.store.add(vscode.workspace.onDidChangeConfiguration(() => this.forgetUnwanted()));
  }

  /** What is remembered of a document, the newest last, at the places where it lies now. */
  public of(document: vscode.TextDocument): readonly Original[] {
    this.recall(document);
    return this.originals.of(document.uri.toString());
  }

  public dispose(): void {
    this.store.dispose();
  }

  private written({ document, sessionId, changes }: WrittenChanges): void {
    if (this.configuration.get('interlinear.review.keepOriginals', document)) {
      this.recall(document);
      const uri = document.uri.toString();
      const kept = changes.map(({ originalText, modifiedText, range }) => ({
        originalText,
        modifiedText,
        range,
      }));
      this.originals.add({ uri, sessionId, changes: kept });
    }
  }

  private edited(
    document: vscode.TextDocument,
    changes: vscode.TextDocumentChangeEvent['contentChanges'],
  ): void {
    const uri = document.uri.toString();
    if (this.originals.of(uri).length > 0) {
      this.originals.edited(uri, editOfChanges(changes));
    }
  }

  /** What was stored of a document gets its places in it again. */
  private recall(document: vscode.TextDocument): void {
    const uri = document.uri.toString();
    const stored = this.stored.filter((one) => one.uri === uri);
    if (stored.length > 0) {
      this.stored = this.stored.filter((one) => one.uri !== uri);
      const text = document.getText();
      stored.forEach((one) => {
        const original = findOriginal(one, text);
        if (original !== undefined) {
          this.originals.add(original);
        }
      });
    }
  }

  private saved(document: vscode.TextDocument): void {
    const uri = document.uri.toString();
    const open = this.originals.of(uri);
    if (open.length > 0 && isStorable(document)) {
      const text = document.getText();
      const elsewhere = this.storedInState().filter((one) => one.uri !== uri);
      this.write([...elsewhere, ...open.map((original) => storeOriginal(original, text))]);
    }
  }

  private closed(document: vscode.TextDocument): void {
    const uri = document.uri.toString();
    if (this.originals.of(uri).length > 0) {
      this.originals.forget((original) => original.uri === uri);
      // What was not saved is gone with the document; what was saved comes back with it.
      this.stored = [...this.stored, ...this.storedInState().filter((one) => one.uri === uri)];
    }
  }

  private forgetUnwanted(): void {
    const isWanted = ({ uri }: { readonly uri: string }): boolean =>
      this.configuration.get('interlinear.review.keepOriginals', vscode.Uri.parse(uri));
    this.originals.forget((original) => !isWanted(original));
    const all = this.storedInState();
    const wanted = all.filter(isWanted);
    if (wanted.length < all.length) {
      this.stored = this.stored.filter(isWanted);
      this.write(wanted);
    }
  }

  private storedInState(): StoredOriginal[] {
    const stored = this.state.get(key);
    return stored === undefined ? [] : (storedSchema().safeParse(stored).data ?? []);
  }

  private write(stored: readonly StoredOriginal[]): void {
    const asOriginals = stored.map((one) => ({
      ...one,
      changes: one.changes.map((change) => ({ ...change, range: { start: 0, end: 0 } })),
    }));
    const kept = newestWithin(asOriginals, storedLimit);
    void this.state.update(key, stored.slice(stored.length - kept.length));
  }
}

/** Whether the document has an address under which it can be found again. */
function isStorable({ uri, isUntitled }: vscode.TextDocument): boolean {
  return !isUntitled && vscode.workspace.fs.isWritableFileSystem(uri.scheme) !== undefined;
}
