import type { TranslationMemory } from '../../core/memory/memoryFile.js';
import type { DraftChoice } from '../../core/protocol/protocol.js';

/** A translation that is asked for. */
export interface TranslationSettings {
  /** Code of the target language. */
  readonly target: string;
  readonly draft: DraftChoice;
  readonly memory?: TranslationMemory | undefined;
  /** All sentences of the request: they tell the language of those that are too short by themselves. */
  readonly sentences: readonly string[];
}
