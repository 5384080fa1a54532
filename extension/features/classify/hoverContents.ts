import * as vscode from 'vscode';
import type { CommandId } from '../../contributions/commands.js';
import type { Manifest } from '../../core/model/manifest.js';
import { barLine } from './bars.js';
import type { Classification } from '../../session/labels/classifier.js';
import { titled } from '../../session/labels/labelTitle.js';
import { setTitle } from '../../session/labels/setTitle.js';

const linked = ['interlinear.rewrite', 'interlinear.translate'] as const satisfies CommandId[];

/** A line with a bar for each set, and links to what the model can do with the sentence at `range`. */
export function hoverContents(
  found: readonly Classification[],
  manifest: Manifest,
  document: vscode.TextDocument,
  range: vscode.Range,
): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString();
  markdown.isTrusted = { enabledCommands: linked };
  // Names and labels come from settings, which a workspace may bring: they are text, never Markdown. Each line begins
  // with its bar, so no label can end the block.
  const lines = found.map(({ set, scores }) => barLine(setTitle(set), titled(set, scores)));
  markdown.appendCodeblock(lines.join('\n'), 'plaintext');
  const { start, end } = range;
  const place = ({ line, character }: vscode.Position): object => ({ line, character });
  const link = (command: (typeof linked)[number], title: string, task?: string): string => {
    const given = { uri: document.uri.toString(), ranges: [{ start: place(start), end: place(end) }], task };
    // Parentheses would end the target of the link.
    const query = encodeURIComponent(JSON.stringify([given])).replace(/[()]/g, (sign) =>
      sign === '(' ? '%28' : '%29',
    );
    return `[${title}](command:${command}?${query})`;
  };
  const can = (task: string): boolean => manifest.instructions.some((known) => known.task === task);
  const links = [
    ...(can('formal') ? [link('interlinear.rewrite', vscode.l10n.t('Make formal'), 'formal')] : []),
    ...(can('translate') ? [link('interlinear.translate', vscode.l10n.t('Translate…'))] : []),
    ...(can('fix') ? [link('interlinear.rewrite', vscode.l10n.t('Fix grammar'), 'fix')] : []),
  ];
  markdown.appendMarkdown(`\n\n${links.join(' · ')}`);
  return markdown;
}
