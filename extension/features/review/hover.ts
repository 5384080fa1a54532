import * as vscode from 'vscode';
import type { CommandId } from '../../contributions/commands.js';
import { hasHoverProse } from '../../core/text/proseLanguages.js';
import { rangeIn } from '../../editor/textRanges.js';
import type { HoverTurn } from '../../session/review/hoverTurn.js';
import type { ReviewController } from '../../session/review/reviewController.js';
import type { PendingChange } from '../../session/review/reviewSession.js';

/** Longer originals are cut here, in UTF-16 code units; the diff editor shows them whole. */
const longest = 2000;
const linked = [
  'interlinear.keep',
  'interlinear.undo',
  'interlinear.showOriginal',
  'interlinear.describeSentence',
] as const satisfies CommandId[];

/**
 * Every document. Naming the usual schemes puts this hover above those that are for any scheme: on a change, the decision
 * about it comes first.
 */
const selector: vscode.DocumentSelector = [
  'file',
  'untitled',
  'vscode-remote',
  'vscode-notebook-cell',
  'vscode-scm',
  '*',
].map((scheme) => ({ scheme }));

/** Over a change: what stood there before, and links that keep or undo it. */
export class ReviewHover implements vscode.HoverProvider, vscode.Disposable {
  private readonly registration = vscode.languages.registerHoverProvider(selector, this);

  public constructor(
    private readonly reviews: ReviewController,
    private readonly turn: HoverTurn,
  ) {}

  public provideHover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
    if (this.turn.isDescription) {
      return undefined;
    }
    const change = this.reviews.changesAt(document, new vscode.Range(position, position)).at(-1);
    return change && new vscode.Hover(contents(document, position, change), rangeIn(document, change.range));
  }

  public dispose(): void {
    this.registration.dispose();
  }
}

function contents(
  document: vscode.TextDocument,
  { line, character }: vscode.Position,
  change: PendingChange,
): vscode.MarkdownString {
  const { sessionId, hunkId, originalText } = change;
  const markdown = new vscode.MarkdownString();
  markdown.isTrusted = { enabledCommands: linked };
  if (originalText === '') {
    markdown.appendText(vscode.l10n.t('Inserted by Interlinear'));
  } else {
    markdown.appendText(vscode.l10n.t('Original text'));
    markdown.appendCodeblock(cut(originalText), 'plaintext');
  }
  const uri = document.uri.toString();
  const link = (command: (typeof linked)[number], title: string, argument: object): string => {
    // Parentheses, which a path may have, would end the target of the link.
    const query = encodeURIComponent(JSON.stringify([argument])).replace(/[()]/g, (sign) =>
      sign === '(' ? '%28' : '%29',
    );
    return `[${title}](command:${command}?${query})`;
  };
  const decided = { uri, sessionId, hunkId };
  const place = { uri, ranges: [{ start: { line, character }, end: { line, character } }] };
  const links = [
    link('interlinear.keep', vscode.l10n.t('Keep'), decided),
    link('interlinear.undo', vscode.l10n.t('Undo'), decided),
    link('interlinear.showOriginal', vscode.l10n.t('Show original'), decided),
    ...(hasHoverProse(document.languageId)
      ? [link('interlinear.describeSentence', vscode.l10n.t('What this sentence is'), place)]
      : []),
  ];
  markdown.appendMarkdown(`\n\n${links.join(' · ')}`);
  return markdown;
}

function cut(text: string): string {
  return text.length > longest ? `${text.slice(0, longest).replace(/[\ud800-\udbff]$/, '')} …` : text;
}
