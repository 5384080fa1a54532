import * as vscode from 'vscode';
import { overlapsOrTouches } from '../../core/text/offsetRange.js';
import type { Configuration } from '../../editor/configuration.js';
import type { ModelService } from '../../model/modelService.js';
import type { Review } from '../../session/review/review.js';
import type { ActiveRuns } from '../../session/run/activeRuns.js';
import { commandArguments } from '../../session/selection/commandArguments.js';
import type { Classifier } from '../../session/labels/classifier.js';
import { hoverContents } from './hoverContents.js';
import { mayAsk, type RunningProcess } from '../../model/hoverPolicy.js';
import { hasHoverProse } from '../../core/text/proseLanguages.js';

/** VS Code shows a hover when all providers have answered: ours must not hold the others up, in milliseconds. */
const patience = 1_000;
/** For a person who asked for it: a model may have to be loaded first. */
const patienceOnRequest = 15_000;

/** Over a sentence: what it is. Silent about everything that goes wrong, because nobody asked. */
export class ClassifyHover implements vscode.HoverProvider, vscode.Disposable {
  private readonly registration = vscode.languages.registerHoverProvider({ scheme: '*' }, this);

  public constructor(
    private readonly model: ModelService,
    private readonly classifier: Classifier,
    private readonly configuration: Configuration,
    private readonly runs: ActiveRuns,
    private readonly process: RunningProcess,
    private readonly log: vscode.LogOutputChannel,
    private readonly review: Pick<Review, 'controller' | 'hoverTurn'>,
  ) {}

  public async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.Hover | undefined> {
    const requested = this.isRequested;
    if (token.isCancellationRequested || !(await this.isOn(document))) {
      return undefined;
    }
    // Over a change, the change comes first; its hover has a link to this one.
    const at = new vscode.Range(position, position);
    if (!requested && this.review.controller.changesAt(document, at).length > 0) {
      return undefined;
    }
    // Only now, because it brings the parsers of all formats along, which would slow the activation down.
    const { hoverSentence } = await import('./hoverSentence.js');
    const found = hoverSentence(document, position, document.languageId);
    const range =
      found && new vscode.Range(found.start.line, found.start.character, found.end.line, found.end.character);
    if (range === undefined || this.isWorkedOn(document, range)) {
      return undefined;
    }
    const abort = new AbortController();
    const subscription = token.onCancellationRequested(() => abort.abort());
    const timer = setTimeout(() => abort.abort(), requested ? patienceOnRequest : patience);
    const gaveUp = new Promise<undefined>((resolve) =>
      abort.signal.addEventListener('abort', () => resolve(undefined)),
    );
    try {
      return await Promise.race([this.answer(document, range, found!.text, abort.signal), gaveUp]);
    } finally {
      clearTimeout(timer);
      subscription.dispose();
    }
  }

  /**
   * The hover at the cursor, now; like any command it may start the inference process.
   * @param value the place to put the cursor first, if not where it is
   */
  public async show(value: unknown): Promise<void> {
    const { uri, ranges } = commandArguments(value);
    const editor = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri);
    const [place] = ranges ?? [];
    if (editor && place) {
      const { line, character } = place.start;
      editor.selection = new vscode.Selection(line, character, line, character);
    }
    const end = this.review.hoverTurn.describe();
    try {
      // A hover that is open would stay as it is.
      await vscode.commands.executeCommand('editor.action.hideHover');
      await vscode.commands.executeCommand('editor.action.showHover');
    } finally {
      // The command is over before the editor has asked the providers.
      setTimeout(end, patience);
    }
  }

  public dispose(): void {
    this.registration.dispose();
  }

  private get isRequested(): boolean {
    return this.review.hoverTurn.isDescription;
  }

  private async isOn(document: vscode.TextDocument): Promise<boolean> {
    const enabled = this.isRequested || this.configuration.get('interlinear.hover.enabled', document);
    if (!enabled || !hasHoverProse(document.languageId)) {
      return false;
    }
    const start = this.isRequested || this.configuration.get('interlinear.hover.startProcess', document);
    return mayAsk(this.process, start);
  }

  private isWorkedOn(document: vscode.TextDocument, range: vscode.Range): boolean {
    const offsets = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
    return this.runs
      .in(document)
      .some((run) => run.ranges.some((worked) => overlapsOrTouches(worked, offsets)));
  }

  private async answer(
    document: vscode.TextDocument,
    range: vscode.Range,
    text: string,
    signal: AbortSignal,
  ): Promise<vscode.Hover | undefined> {
    try {
      const names = this.configuration.get('interlinear.hover.labelSets', document);
      const own = this.configuration.get('interlinear.labelSets', document);
      const manifest = await this.model.manifest();
      const found = await this.classifier.describe(manifest, text, names, own, signal);
      return found.length === 0
        ? undefined
        : new vscode.Hover(hoverContents(found, manifest, document, range), range);
    } catch (error) {
      // Its message may hold words of the document; its kind is enough.
      this.log.trace(`hover: no answer (${error instanceof Error ? error.name : typeof error})`);
      return undefined;
    }
  }
}
