import * as vscode from 'vscode';
import type { Answers } from '../../session/answers/answers.js';
import type { CommandRunner } from '../../editor/commandRunner.js';
import type { Configuration } from '../../editor/configuration.js';
import { DisposableStore } from '../../editor/disposableStore.js';
import type { Decoder } from '../../session/preview/decoder.js';
import type { RequestBuilder } from '../../session/run/requestBuilder.js';
import { Confidence } from './confidence.js';
import { rangeIn } from '../../editor/textRanges.js';
import { themeColor } from '../../editor/themeColor.js';

const setting = 'confidence.enabled';

/**
 * Switches the shading on or off, where the value that holds for the active editor comes from: its folder, the workspace
 * or, as a rule, the user settings. Says which it is, as nothing may be there to be seen.
 */
export async function toggleConfidence(commands: CommandRunner): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  const configuration = vscode.workspace.getConfiguration('interlinear', document);
  const enabled = configuration.get<boolean>(setting, false);
  const found = configuration.inspect<boolean>(setting);
  const overrides: readonly [
    value: boolean | undefined,
    target: vscode.ConfigurationTarget,
    language: boolean,
  ][] = [
    [found?.workspaceFolderLanguageValue, vscode.ConfigurationTarget.WorkspaceFolder, true],
    [found?.workspaceLanguageValue, vscode.ConfigurationTarget.Workspace, true],
    [found?.globalLanguageValue, vscode.ConfigurationTarget.Global, true],
    [found?.workspaceFolderValue, vscode.ConfigurationTarget.WorkspaceFolder, false],
    [found?.workspaceValue, vscode.ConfigurationTarget.Workspace, false],
  ];
  const [, target, language] = overrides.find(([value]) => value !== undefined) ?? [
    undefined,
    vscode.ConfigurationTarget.Global,
    false,
  ];
  await configuration.update(setting, !enabled, target, language);
  const text = enabled
    ? vscode.l10n.t('Words that the model is unsure of are not marked any more.')
    : vscode.l10n.t('Words that the model is unsure of are marked in answers under review.');
  void commands.tell('toggle confidence', 'information', text);
}

/** Over a word that the model is unsure of: how probable it found it. */
export class ConfidenceHover implements vscode.HoverProvider, vscode.Disposable {
  private readonly registration = vscode.languages.registerHoverProvider({ scheme: '*' }, this);

  public constructor(private readonly confidence: Confidence) {}

  public provideHover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
    const offset = document.offsetAt(position);
    const word = this.confidence
      .unsureWords(document)
      .find(({ range }) => range.start <= offset && offset < range.end);
    if (word === undefined) {
      return undefined;
    }
    const percent = Math.round(100 * word.probability);
    const text = vscode.l10n.t('Interlinear is unsure of this word: probability {0} %.', percent);
    const contents = new vscode.MarkdownString();
    contents.appendText(text);
    return new vscode.Hover(contents, rangeIn(document, word.range));
  }

  public dispose(): void {
    this.registration.dispose();
  }
}

/** Shades the words that the model is unsure of, and underlines them: never by colour alone. */
export class ConfidenceDecorations implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly type = this.store.add(
    vscode.window.createTextEditorDecorationType({
      backgroundColor: themeColor('interlinear.unsureTextBackground'),
      borderColor: themeColor('interlinear.unsureTextBorder'),
      borderStyle: 'dotted',
      borderWidth: '0 0 2px 0',
      rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    }),
  );

  public constructor(private readonly confidence: Confidence) {
    this.store.add(confidence.onChange(() => this.update(vscode.window.visibleTextEditors)));
    this.store.add(vscode.window.onDidChangeVisibleTextEditors((editors) => this.update(editors)));
  }

  public dispose(): void {
    this.store.dispose();
  }

  private update(editors: readonly vscode.TextEditor[]): void {
    for (const editor of editors) {
      const words = this.confidence.unsureWords(editor.document);
      editor.setDecorations(
        this.type,
        words.map(({ range }) => rangeIn(editor.document, range)),
      );
    }
  }
}

interface Parts {
  readonly commands: CommandRunner;
  readonly configuration: Configuration;
  readonly answers: Answers;
  readonly decoder: Decoder;
  readonly requests: RequestBuilder;
}

export interface ConfidenceFeature {
  readonly confidence: Confidence;
  dispose(): void;
}

/** How sure the model is of the words of an answer. */
export function registerConfidence(parts: Parts): ConfidenceFeature {
  const { commands, configuration, answers, decoder, requests } = parts;
  const store = new DisposableStore();
  const confidence = store.add(new Confidence(configuration, answers, decoder, commands));
  store.add(new ConfidenceDecorations(confidence));
  store.add(new ConfidenceHover(confidence));
  store.add(requests.add(({ document }) => confidence.parameters(document)));
  store.add(commands.register('interlinear.toggleConfidence', () => toggleConfidence(commands)));
  return { confidence, dispose: () => store.dispose() };
}
