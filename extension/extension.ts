import * as vscode from 'vscode';
import type { InterlinearApi } from './features/api/interlinearApi.js';
import { registerForOthers } from './features/api/register.js';
import { Classifier } from './session/labels/classifier.js';
import { registerCheck } from './features/check/register.js';
import { registerClassify } from './features/classify/register.js';
import { CommitBox } from './editor/commitBox.js';
import { Configuration } from './editor/configuration.js';
import { ContextKeys } from './editor/contextKeys.js';
import { DisposableStore } from './editor/disposableStore.js';
import { NotificationMessages } from './editor/messages.js';
import { registerInstruct } from './features/instruct/register.js';
import { registerModels } from './compose/registerModels.js';
import { registerWordings } from './compose/registerWordings.js';
import { registerReview } from './features/review/register.js';
import { registerRewrite } from './features/rewrite/register.js';
import { registerRules } from './features/rules/register.js';
import { registerRun } from './features/run/register.js';
import { createReview } from './session/review/review.js';
import { createRunning } from './session/run/running.js';
import { RecordingCommandRunner } from './features/status/recentErrors.js';
import { registerStatus } from './features/status/register.js';
import { tellingFailure } from './compose/tellingFailure.js';
import { TestHook } from './compose/testHook.js';
import { LanguageDetector } from './session/labels/languageDetector.js';
import { SelectionActions } from './features/selection/selectionActions.js';
import { TargetChoice } from './session/languages/targetChoice.js';
import { TargetMemory } from './session/languages/targetMemory.js';
import { registerTranslate } from './features/translate/register.js';
import { registerWalkthrough } from './features/walkthrough/walkthrough.js';

export type ActivatedApi = InterlinearApi & { readonly testing?: TestHook };

/** Puts the parts together, or tells the person why that failed. */
export function activate(context: vscode.ExtensionContext): ActivatedApi {
  return tellingFailure(
    () => compose(context),
    (reason) =>
      void vscode.window.showErrorMessage(
        vscode.l10n.t(
          'Interlinear could not start: {0}. Reload the window or reinstall the extension.',
          reason,
        ),
      ),
  );
}

/** Reads no file and starts no process: the first request does. */
function compose(context: vscode.ExtensionContext): ActivatedApi {
  const store = new DisposableStore();
  context.subscriptions.push(store);
  const testing = TestHook.wanted(process.env);
  const log = store.add(vscode.window.createOutputChannel('Interlinear', { log: true }));
  const messages = testing?.recorder ?? new NotificationMessages();
  const commands = new RecordingCommandRunner(log, messages, store.add(new CommitBox()));
  const configuration = new Configuration();
  const keys = store.add(new ContextKeys());
  const { client, local } = store.add(registerModels({ context, commands, configuration, log }));
  const model = testing?.wrap(local) ?? local;

  const review = store.add(createReview(commands, context.extensionUri));
  store.add(registerReview({ commands, configuration, keys, context, review }));
  const running = store.add(createRunning(commands, configuration, model, review));
  const { runs, runner } = running;
  store.add(registerRun(commands, running, context.extensionUri));
  const reviews = review.controller;
  store.add(registerStatus({ context, commands, client, model, log, keys, runs, reviews }));
  store.add(registerInstruct({ context, commands, configuration, model, runner }));
  const classifier = new Classifier(model);
  const detector = new LanguageDetector(classifier);
  const choice = store.add(new TargetChoice(model, new TargetMemory(context.globalState)));
  store.add(registerTranslate({ commands, model, running, choice, keys, detector }));
  store.add(registerRewrite({ commands, model, runner }));
  store.add(new SelectionActions(model, choice));
  const wordings = store.add(registerWordings({ commands, configuration, model, review, running }));
  const { confidence, terms } = wordings;
  const { api } = store.add(registerForOthers(model, detector, (request) => terms.parameters(request)));
  const parts = { context, commands, configuration, model, classifier, runs, client, log, review };
  store.add(registerClassify(parts));
  store.add(registerRules(parts));
  store.add(registerCheck({ ...parts, runner, reviews }));
  store.add(registerWalkthrough({ context, commands, keys, runner, reviews }));
  testing?.watch({ keys, runs, reviews, client, confidence, secrets: context.secrets });
  return { ...api, ...(testing && { testing }) };
}
