import type * as vscode from 'vscode';
import type { CommandRunner } from '../../editor/commandRunner.js';
import type { Configuration } from '../../editor/configuration.js';
import { DisposableStore } from '../../editor/disposableStore.js';
import type { ModelService } from '../../model/modelService.js';
import type { ReviewController } from '../../session/review/reviewController.js';
import type { RewriteRunner } from '../../session/run/rewriteRunner.js';
import { CheckWatcher } from './checkWatcher.js';
import { chooseCheckedLanguages } from './chooseLanguages.js';
import { Dictionary } from './dictionary.js';
import { Misspellings } from './misspellings.js';
import { UncertainWords } from './uncertainWords.js';
import { WordActions } from './wordActions.js';

interface Parts {
  readonly commands: CommandRunner;
  readonly configuration: Configuration;
  readonly model: ModelService;
  readonly context: Pick<vscode.ExtensionContext, 'workspaceState'>;
  readonly log: vscode.LogOutputChannel;
  readonly runner: RewriteRunner;
  readonly reviews: ReviewController;
}

/** Spelling as it is typed, where it is wanted, and what is uncertain where an answer found nothing. */
export function registerCheck(parts: Parts): DisposableStore {
  const { commands, configuration, model, context, log, runner, reviews } = parts;
  const store = new DisposableStore();
  const dictionary = new Dictionary(configuration, context.workspaceState);
  const misspellings = store.add(new Misspellings());
  const watcher = store.add(new CheckWatcher(model, configuration, dictionary, misspellings, log));
  store.add(new WordActions(misspellings));
  store.add(runner.explainNothing(new UncertainWords(model, dictionary, reviews, commands).explain));
  const onWord = (change: (word: string) => Promise<void>) => async (word: unknown) => {
    if (typeof word !== 'string') return;
    await change(word);
    watcher.checkAll();
  };
  store.add(
    commands.register(
      'interlinear.ignoreWord',
      onWord((word) => dictionary.ignore(word)),
    ),
  );
  store.add(
    commands.register(
      'interlinear.addToDictionary',
      onWord((word) => dictionary.add(word)),
    ),
  );
  store.add(commands.register('interlinear.checkAsYouType', () => chooseCheckedLanguages(model)));
  store.add(
    commands.onDone((name) => {
      if (name === 'interlinear.resetIgnored') void dictionary.clear().then(() => watcher.checkAll());
    }),
  );
  return store;
}
