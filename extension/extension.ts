import * as vscode from 'vscode';
import type { InterlinearApi } from './features/api/interlinearApi.js';
import { registerForOthers } from './features/api/register.js';
import { Classifier } from './features/classify/classifier.js';
import { registerClassify } from './features/classify/register.js';
import { CommandRunner } from './features/host/commandRunner.js';
import { Configuration } from './features/host/configuration.js';
import { ContextKeys } from './features/host/contextKeys.js';
import { DisposableStore } from './features/host/disposableStore.js';
import { NotificationMessages } from './features/host/messages.js';
import { registerInstruct } from './features/instruct/register.js';
import { createClient } from './features/models/createClient.js';
import { createStore } from './features/models/createStore.js';
import { LocalModel } from './features/models/localModel.js';
import { registerWordings } from './features/preview/register.js';
import { registerReview } from './features/review/register.js';
import { registerRewrite } from './features/rewrite/register.js';
import { registerRunning } from './features/run/register.js';
import { registerStatus } from './features/status/register.js';
import { TestHook } from './features/testing/testHook.js';
import { LanguageDetector } from './features/translate/languageDetector.js';
import { registerTranslate } from './features/translate/register.js';

export type ActivatedApi = InterlinearApi & { readonly testing?: TestHook };

/** Puts the parts together. Reads no file and starts no process: the first request does. */
export function activate(context: vscode.ExtensionContext): ActivatedApi {
  const store = new DisposableStore();
  context.subscriptions.push(store);
  const testing = TestHook.wanted(process.env);
  const log = store.add(vscode.window.createOutputChannel('Interlinear', { log: true }));
  const commands = new CommandRunner(log, testing?.recorder ?? new NotificationMessages());
  const configuration = new Configuration();
  const keys = store.add(new ContextKeys());
  const client = store.add(createClient(context, configuration, log));
  const local = new LocalModel(client, createStore(context), configuration);
  const model = testing?.wrap(local) ?? local;

  const review = store.add(registerReview({ commands, configuration, keys, context }));
  const running = store.add(registerRunning(commands, configuration, model, review));
  const { runs, runner } = running;
  const reviews = review.controller;
  store.add(registerStatus({ commands, client, model, log, keys, runs, reviews }));
  const memory = context.globalState;
  store.add(registerInstruct({ commands, configuration, model, runner, memory }));
  const detector = new LanguageDetector(new Classifier(model));
  const { api } = store.add(registerForOthers(model, detector));
  store.add(registerTranslate({ commands, model, running, memory: context.globalState, detector }));
  store.add(registerRewrite({ commands, model, runner, keys }));
  const { confidence } = store.add(registerWordings({ commands, configuration, model, review, running }));
  store.add(registerClassify({ commands, configuration, model, runs, client, log }));
  testing?.watch({ keys, runs, reviews, client, confidence });
  return { ...api, ...(testing && { testing }) };
}
