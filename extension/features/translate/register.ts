import * as vscode from 'vscode';
import type { CommandRunner } from '../../editor/commandRunner.js';
import { isCancellation } from '../../editor/cancellation.js';
import type { ContextKeys } from '../../editor/contextKeys.js';
import { DisposableStore } from '../../editor/disposableStore.js';
import type { ModelService } from '../../model/modelService.js';
import type { Running } from '../../session/run/running.js';
import type { LanguageDetector } from '../../session/labels/languageDetector.js';
import { LastTarget } from './lastTarget.js';
import { PasteAsTranslation } from './pasteAsTranslation.js';
import type { TargetChoice } from '../../session/languages/targetChoice.js';
import { TextTranslator } from './textTranslator.js';
import { TranslateCommands } from './translateCommands.js';
import { TranslateElsewhere } from './translateElsewhere.js';
import { TranslationPasteProvider } from './translationPaste.js';

interface Parts {
  readonly commands: CommandRunner;
  readonly model: ModelService;
  readonly running: Running;
  readonly choice: TargetChoice;
  readonly keys: ContextKeys;
  readonly detector: LanguageDetector;
}

/** Everything that translates: in place, to the clipboard, beside, and while pasting. */
export function registerTranslate({
  commands,
  model,
  running,
  choice,
  keys,
  detector,
}: Parts): DisposableStore {
  const store = new DisposableStore();
  store.add(new LastTarget(choice, keys));
  const translator = new TextTranslator(model, running.requests);
  store.add(new TranslateCommands(model, running.runner, choice, detector, commands).register());
  store.add(new TranslateElsewhere(translator, choice, commands).register());
  store.add(new PasteAsTranslation(translator, choice, commands).register());
  const report = (error: unknown): void => {
    if (!isCancellation(error)) void commands.report('paste as translation', error);
  };
  // Stable since VS Code 1.97; editors that are made from it may lack it.
  const languages: Partial<Pick<typeof vscode.languages, 'registerDocumentPasteEditProvider'>> =
    vscode.languages;
  const provider = new TranslationPasteProvider(translator, choice, report);
  const metadata = { providedPasteEditKinds: [provider.kind], pasteMimeTypes: ['text/plain'] };
  const paste = languages.registerDocumentPasteEditProvider?.('*', provider, metadata);
  if (paste) store.add(paste);
  return store;
}
