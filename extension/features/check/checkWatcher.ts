import * as vscode from 'vscode';
import type { Configuration } from '../../editor/configuration.js';
import { DisposableStore } from '../../editor/disposableStore.js';
import { lengthOfDocument, rangeIn } from '../../editor/textRanges.js';
import type { ModelService } from '../../model/modelService.js';
import type { Dictionary } from './dictionary.js';
import type { Misspellings } from './misspellings.js';

/** How long a document rests before it is looked at, in milliseconds: a word that is being typed is not misspelt. */
const pause = 500;
/** In UTF-16 code units: of a longer document only what is near the screen is looked at. */
const longest = 200_000;
/** Lines around what is on screen. */
const margin = 300;
/** Documents that nobody writes. */
const foreign = /^(?:output|debug|git|search-editor|walkThrough|vscode-chat.*|interlinear.*)$/;

/**
 * Looks at documents on screen as they are typed, where a person wants that. The inference process does the work, and remembers
 * sentences: it looks only at those that changed.
 */
export class CheckWatcher implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly timers = new Map<vscode.TextDocument, NodeJS.Timeout>();
  private readonly running = new Map<vscode.TextDocument, AbortController>();

  public constructor(
    private readonly model: Pick<ModelService, 'check'>,
    private readonly configuration: Configuration,
    private readonly dictionary: Dictionary,
    private readonly misspellings: Misspellings,
    private readonly log: vscode.LogOutputChannel,
  ) {
    const { workspace, window } = vscode;
    this.store.add(window.onDidChangeVisibleTextEditors(() => this.checkAll()));
    this.store.add(
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.schedule(document);
      }),
    );
    this.store.add(
      workspace.onDidCloseTextDocument((document) => {
        this.cancel(document);
      }),
    );
    this.store.add(
      workspace.onDidChangeConfiguration((event) => {
        const settings = ['interlinear.check', 'interlinear.model', 'interlinear.endpoint'];
        if (settings.some((setting) => event.affectsConfiguration(setting))) this.checkAll();
      }),
    );
    this.checkAll();
  }

  /** Has every document on screen looked at again. */
  public checkAll(): void {
    vscode.workspace.textDocuments.forEach((document) => this.schedule(document));
  }

  public dispose(): void {
    this.store.dispose();
    [...this.timers.keys(), ...this.running.keys()].forEach((document) => this.cancel(document));
  }

  private cancel(document: vscode.TextDocument): void {
    clearTimeout(this.timers.get(document));
    this.timers.delete(document);
    this.running.get(document)?.abort();
    this.running.delete(document);
  }

  private schedule(document: vscode.TextDocument): void {
    this.cancel(document);
    if (this.languages(document).length === 0 || !isShown(document) || foreign.test(document.uri.scheme)) {
      this.misspellings.set(document, []);
      return;
    }
    const timer = setTimeout(() => {
      this.timers.delete(document);
      void this.run(document);
    }, pause);
    this.timers.set(document, timer);
  }

  private languages(document: vscode.TextDocument): readonly string[] {
    const languages: unknown = this.configuration.get('interlinear.check.languages', document);
    return Array.isArray(languages) ? languages.filter((code) => typeof code === 'string') : [];
  }

  /** Silent about errors: nobody has asked for anything. */
  private async run(document: vscode.TextDocument): Promise<void> {
    const abort = new AbortController();
    this.running.set(document, abort);
    try {
      const { version } = document;
      const base = this.rangeOf(document);
      const text = document.getText(rangeIn(document, base));
      const parameters = { texts: text.trim() === '' ? [] : [text], format: document.languageId };
      const [result] =
        parameters.texts.length === 0 ? [] : await this.model.check(parameters, { signal: abort.signal });
      if (abort.signal.aborted || document.isClosed || document.version !== version) return;
      const languages = this.languages(document);
      const words = this.dictionary.words(document);
      const found = (result?.problems ?? [])
        .filter(({ sure, language }) => sure && languages.includes(language))
        .map(({ start, end, suggestions }) => ({
          range: { start: base.start + start, end: base.start + end },
          word: text.slice(start, end),
          suggestions,
        }))
        .filter(({ word }) => !words.has(word.toLowerCase()));
      this.misspellings.set(document, found);
      if (result?.complete === false) this.schedule(document);
    } catch (error) {
      // Its message may hold words of the document; its kind is enough.
      this.log.trace(`check: no answer (${error instanceof Error ? error.name : typeof error})`);
    } finally {
      if (this.running.get(document) === abort) this.running.delete(document);
    }
  }

  private rangeOf(document: vscode.TextDocument): { readonly start: number; readonly end: number } {
    const length = lengthOfDocument(document);
    const editor = vscode.window.visibleTextEditors.find((one) => one.document === document);
    const [first, last] = [editor?.visibleRanges[0], editor?.visibleRanges.at(-1)];
    if (length <= longest || !first || !last) return { start: 0, end: Math.min(length, longest) };
    const from = document.offsetAt(new vscode.Position(Math.max(0, first.start.line - margin), 0));
    const to = document.offsetAt(new vscode.Position(last.end.line + margin, 0));
    return { start: from, end: Math.min(to, from + longest) };
  }
}

/** In an editor on screen, or in the box of a commit message, which is no editor to extensions. */
function isShown(document: vscode.TextDocument): boolean {
  return (
    document.languageId === 'scminput' ||
    vscode.window.visibleTextEditors.some((editor) => editor.document === document)
  );
}
