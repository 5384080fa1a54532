export interface CheckParameters {
  /** Texts whose words are looked at; they are not changed. */
  readonly texts: readonly string[];
  /** VS Code language id of the document, for protected spans; `plaintext` if absent. */
  readonly format?: string;
}

/** A word that the lexicon does not have, by offsets in UTF-16 code units. */
export interface WordProblem {
  readonly start: number;
  readonly end: number;
  /** Code of the language of the sentence. */
  readonly language: string;
  /** What may be meant, the likeliest first; at least one. */
  readonly suggestions: readonly string[];
  /** Whether model and lexicon are both sure that it is misspelt. */
  readonly sure: boolean;
  /** By how much the best suggestion is ahead of what a correction needs, in nats. */
  readonly certainty: number;
}

export interface CheckResult {
  /** In the order of the text. */
  readonly problems: readonly WordProblem[];
  /** Whether all sentences were looked at; the next request for the same text goes on. */
  readonly complete: boolean;
}
