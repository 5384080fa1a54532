import type { Configuration } from '../../editor/configuration.js';
import { DisposableStore } from '../../editor/disposableStore.js';
import type { Answers } from '../../session/answers/answers.js';
import type { RequestBuilder } from '../../session/run/requestBuilder.js';
import { MemoryFiles } from './memoryFiles.js';
import { MemoryMarks } from './memoryMarks.js';

interface Parts {
  readonly answers: Answers;
  readonly configuration: Configuration;
  readonly requests: RequestBuilder;
}

/** Translation memories: which ones a request is given, and what of an answer comes from them. */
export function registerMemory({ answers, configuration, requests }: Parts): DisposableStore {
  const store = new DisposableStore();
  const files = store.add(new MemoryFiles(configuration));
  store.add(requests.add((context) => files.parameters(context)));
  store.add(new MemoryMarks(answers));
  return store;
}
