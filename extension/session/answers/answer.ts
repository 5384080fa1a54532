import type * as vscode from 'vscode';
import type { RewriteResult } from '../../core/protocol/protocol.js';
import type { ReviewSession } from '../review/reviewSession.js';
import type { AnswerLength } from '../run/lengthSearch.js';
import type { RewriteRequest } from '../run/rewriteRunner.js';
import type { TextSpan } from '../selection/textSpan.js';

/** What the model was told. */
export type Prompt = Pick<RewriteRequest, 'instruction' | 'title' | 'allowUnknownInstruction'>;

/** An answer under review and where it came from, so that another one to the same question can take its place. */
export interface Answer {
  readonly document: vscode.TextDocument;
  readonly session: ReviewSession;
  readonly prompt: Prompt;
  readonly length: AnswerLength;
  /** What the model was given, one text per span. */
  readonly sources: readonly string[];
  readonly results: readonly RewriteResult[];
  /** Where the answer stands now, and what it said there when it was written. */
  readonly spans: readonly TextSpan[];
  /** Number of its changes when it was written. */
  readonly changes: number;
  /** Version of the document with the answer's edit as its newest; native undo takes back the answer and nothing else. */
  readonly version: number | undefined;
}
