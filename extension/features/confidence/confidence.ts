import * as vscode from 'vscode';
import type { RewriteParameters } from '../../core/protocol/protocol.js';
import type { Answer } from '../../session/answers/answer.js';
import type { Answers } from '../../session/answers/answers.js';
import type { CommandRunner } from '../../editor/commandRunner.js';
import type { Configuration } from '../../editor/configuration.js';
import { editOfChanges } from '../../editor/contentChanges.js';
import { DisposableStore } from '../../editor/disposableStore.js';
import type { Decoder } from '../../session/preview/decoder.js';
import { WordTracker, type TrackedWord } from './wordTracker.js';

/** Knows the words of answers under review that the model is unsure of. */
export class Confidence implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new vscode.EventEmitter<void>());
  private readonly trackers = new Map<vscode.TextDocument, readonly WordTracker[]>();

  /** Fires when words have come, gone or moved. */
  public readonly onChange = this.changed.event;

  public constructor(
    private readonly configuration: Configuration,
    private readonly answers: Answers,
    private readonly decoder: Decoder,
    private readonly commands: CommandRunner,
  ) {
    this.store.add(answers.onChange((document) => this.answersChanged(document)));
    this.store.add(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        const trackers = this.trackers.get(document);
        if (trackers !== undefined && contentChanges.length > 0) {
          const edit = editOfChanges(contentChanges);
          trackers.forEach((tracker) => tracker.edited(edit));
          this.changed.fire();
        }
      }),
    );
    this.store.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('interlinear.confidence')) {
          vscode.workspace.textDocuments.forEach((document) => this.askAgain(document));
          this.changed.fire();
        }
      }),
    );
  }

  /** The unsure words of a document; none where the setting is off. */
  public unsureWords(document: vscode.TextDocument): readonly TrackedWord[] {
    if (!this.isEnabled(document)) {
      return [];
    }
    const threshold = this.configuration.get('interlinear.confidence.threshold', document);
    return (this.trackers.get(document) ?? []).flatMap((tracker) => tracker.below(threshold));
  }

  /** What every request of a document asks for. */
  public parameters(document: vscode.TextDocument): Partial<RewriteParameters> {
    return this.isEnabled(document) ? { confidence: true } : {};
  }

  public dispose(): void {
    this.store.dispose();
  }

  private isEnabled(document: vscode.TextDocument): boolean {
    return this.configuration.get('interlinear.confidence.enabled', document);
  }

  private answersChanged(document: vscode.TextDocument): void {
    const before = this.trackers.get(document) ?? [];
    const trackers = this.answers
      .in(document)
      .map((answer) => before.find((tracker) => tracker.isOf(answer)) ?? new WordTracker(answer));
    if (trackers.length > 0) {
      this.trackers.set(document, trackers);
    } else {
      this.trackers.delete(document);
    }
    this.changed.fire();
  }

  /** An answer that came while the setting was off is asked for again: the same question has the same answer. */
  private askAgain(document: vscode.TextDocument): void {
    const silent = this.isEnabled(document)
      ? this.answers.in(document).filter(({ results }) => results.every(({ words }) => words === undefined))
      : [];
    for (const answer of silent) {
      void this.commands.run('confidence', () => this.learn(answer));
    }
  }

  private async learn(answer: Answer): Promise<void> {
    const results = await this.decoder.decode(answer, { ...answer.length, confidence: true }, {});
    const current = this.answers.current(answer);
    if (current && results.every(({ output }, index) => output === answer.results[index]?.output)) {
      this.answers.record({ ...current, results });
    }
  }
}
