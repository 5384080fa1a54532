import * as vscode from 'vscode';
import type { Answer, Prompt } from '../answers/answer.js';
import type { Answers } from '../answers/answers.js';
import type { Configuration } from '../../editor/configuration.js';
import type { CommandArguments } from '../selection/commandArguments.js';
import { resolveTarget, type Target } from '../selection/target.js';
import type { PreviewTarget } from './livePreview.js';

/** What a command about answers works on: an answer under review, or a text that has none yet. */
export type Subject =
  { readonly kind: 'answer'; readonly answer: Answer } | { readonly kind: 'text'; readonly target: Target };

/**
 * The answer under review that the selections (or given ranges) lie in, if it still stands as it was written; otherwise
 * the text itself, as for every command.
 * @throws Notice where there is nothing to work on
 */
export async function resolveSubject(answers: Answers, given: CommandArguments): Promise<Subject> {
  const editor = vscode.window.activeTextEditor;
  const { uri, ranges } = given;
  const document =
    uri === undefined
      ? editor?.document
      : vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri);
  const wanted = ranges
    ? ranges.map(({ start, end }) => new vscode.Range(start.line, start.character, end.line, end.character))
    : editor?.selections;
  const answer =
    document && wanted && (ranges || editor?.document === document)
      ? answers.around(document, wanted)
      : undefined;
  return answer ? { kind: 'answer', answer } : { kind: 'text', target: await resolveTarget(given) };
}

/** The place of an answer, for showing others there. */
export function previewOfAnswer(answer: Answer): PreviewTarget {
  const { document, spans, sources, prompt } = answer;
  return { document, spans, sources, answer, prompt, reviewed: true };
}

/** The place of a text, for showing wordings there. */
export function previewOfText(
  { document, ranges }: Target,
  configuration: Configuration,
  prompt?: Prompt,
): PreviewTarget {
  const spans = ranges.map((range) => ({
    range: { start: document.offsetAt(range.start), end: document.offsetAt(range.end) },
    text: document.getText(range),
  }));
  const reviewed = configuration.get('interlinear.review.mode', document) !== 'off';
  return { document, spans, sources: spans.map(({ text }) => text), prompt, reviewed };
}
