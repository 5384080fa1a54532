import type * as vscode from 'vscode';
import type { ContextKey } from '../contributions/contextKeys.js';
import { InterlinearError, type ErrorCode } from '../core/protocol/protocol.js';
import type { Confidence } from '../features/confidence/confidence.js';
import type { TrackedWord } from '../features/confidence/wordTracker.js';
import type { ContextKeys } from '../editor/contextKeys.js';
import type { MessageAction, Messages, Severity } from '../editor/messages.js';
import type { ModelService } from '../model/modelService.js';
import type { ReviewController } from '../session/review/reviewController.js';
import type { PendingChange } from '../session/review/reviewSession.js';
import type { ActiveRuns } from '../session/run/activeRuns.js';
import type { ProcessState } from '../model/processState.js';

export interface ShownMessage {
  readonly severity: Severity;
  readonly text: string;
  readonly actions: readonly string[];
  /** Presses a button of the message. @throws Error if it has no such button */
  choose(title: string): Promise<void>;
  /** Closes it without an answer. */
  dismiss(): void;
}

interface WatchedParts {
  readonly keys: ContextKeys;
  readonly runs: ActiveRuns;
  readonly reviews: ReviewController;
  readonly client: ProcessState;
  readonly confidence: Confidence;
  readonly secrets: vscode.SecretStorage;
}

/** A model that tests can replace by one whose answers they know. */
class ReplaceableModel implements ModelService {
  public replacement: ModelService | undefined;

  public constructor(private readonly model: ModelService) {}

  public manifest: ModelService['manifest'] = () => this.current.manifest();
  public rewrite: ModelService['rewrite'] = (...request) => this.current.rewrite(...request);
  public classify: ModelService['classify'] = (...request) => this.current.classify(...request);
  public fill: ModelService['fill'] = (...request) => this.current.fill(...request);
  public check: ModelService['check'] = (...request) => this.current.check(...request);

  private get current(): ModelService {
    return this.replacement ?? this.model;
  }
}

/** Messages that are kept for tests instead of being shown. */
class RecordedMessages implements Messages {
  public readonly shown: ShownMessage[] = [];

  public show(severity: Severity, text: string, actions: readonly MessageAction[] = []): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      this.shown.push({
        severity,
        text,
        actions: actions.map(({ title }) => title),
        choose: async (title) => {
          const action = actions.find((candidate) => candidate.title === title);
          if (action === undefined) {
            throw new Error(`“${text}” has no button “${title}”.`);
          }
          try {
            await action.run();
            resolve();
          } catch (error) {
            reject(error instanceof Error ? error : new Error(String(error)));
          }
        },
        dismiss: resolve,
      });
    });
  }
}

/** The parts of the extension that its host tests reach into; made only where `INTERLINEAR_TEST` is `1`. */
export class TestHook {
  private readonly recorded = new RecordedMessages();
  private parts: WatchedParts | undefined;
  private model: ReplaceableModel | undefined;

  public static wanted(environment: NodeJS.ProcessEnv): TestHook | undefined {
    return environment['INTERLINEAR_TEST'] === '1' ? new TestHook() : undefined;
  }

  /** The messages shown so far, the last one last. */
  public get messages(): readonly ShownMessage[] {
    return this.recorded.shown;
  }

  public get recorder(): Messages {
    return this.recorded;
  }

  /** Requests that wait for an answer. */
  public get running(): number {
    return this.parts?.runs.all.length ?? 0;
  }

  /** What the inference process is doing. */
  public get processPhase(): string | undefined {
    return this.parts?.client.state.phase;
  }

  /** Of the inference process; null while none is connected. */
  public get processId(): number | null {
    return this.parts?.client.state.processId ?? null;
  }

  /** Where tokens are kept: a password box takes nothing from a test. */
  public get secrets(): vscode.SecretStorage | undefined {
    return this.parts?.secrets;
  }

  public wrap(model: ModelService): ModelService {
    this.model = new ReplaceableModel(model);
    return this.model;
  }

  public watch(parts: WatchedParts): void {
    this.parts = parts;
  }

  /** Replaces the model; without one the real one is back. */
  public useModel(replacement?: ModelService): void {
    if (this.model) {
      this.model.replacement = replacement;
    }
  }

  public changesIn(document: vscode.TextDocument): readonly PendingChange[] {
    return this.parts?.reviews.changesIn(document) ?? [];
  }

  /** The words that are marked as unsure, with the texts they have now. */
  public unsureWords(document: vscode.TextDocument): readonly (TrackedWord & { readonly text: string })[] {
    const words = this.parts?.confidence.unsureWords(document) ?? [];
    const text = document.getText();
    return words.map((word) => ({ ...word, text: text.slice(word.range.start, word.range.end) }));
  }

  public contextKey(key: ContextKey): unknown {
    return this.parts?.keys.get(key);
  }

  /** An error as the engine throws it: of the extension's own class, which a test bundle has a copy of. */
  public failure(code: ErrorCode, message: string): Error {
    return new InterlinearError(code, message);
  }

  /** Forgets the messages. */
  public reset(): void {
    this.recorded.shown.forEach((message) => message.dismiss());
    this.recorded.shown.length = 0;
    this.useModel();
  }
}
