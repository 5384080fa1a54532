import * as vscode from 'vscode';
import type { ChosenTarget, TargetChoice } from '../../session/languages/targetChoice.js';
import type { TextTranslator } from './textTranslator.js';

interface Offer {
  readonly document: vscode.TextDocument;
  readonly target: ChosenTarget;
  readonly text: string;
}

const plainText = 'text/plain';
const most = 200_000;

/**
 * Offers "Paste as … translation" under "Paste As…". It is never the default: it yields to every other way of pasting,
 * is only there where a language was used before, and is translated when it has been chosen.
 */
export class TranslationPasteProvider implements vscode.DocumentPasteEditProvider {
  public readonly kind = vscode.DocumentDropOrPasteEditKind.Text.append('interlinear', 'translation');

  private readonly offered = new WeakMap<vscode.DocumentPasteEdit, Offer>();

  public constructor(
    private readonly translator: TextTranslator,
    private readonly choice: TargetChoice,
    private readonly report: (error: unknown) => void,
  ) {}

  public async provideDocumentPasteEdits(
    document: vscode.TextDocument,
    _ranges: readonly vscode.Range[],
    data: vscode.DataTransfer,
    context: vscode.DocumentPasteEditContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.DocumentPasteEdit[] | undefined> {
    const { only, triggerKind } = context;
    const isChosen = only?.contains(this.kind) ?? false;
    // Ctrl+V asks too: there nothing may be offered, or a list would come up beside what was pasted.
    if (triggerKind !== vscode.DocumentPasteTriggerKind.PasteAs && !isChosen) return undefined;
    const text = (await data.get(plainText)?.asString()) ?? '';
    const target = text.trim() === '' || text.length > most ? undefined : await this.choice.last(document);
    if (target === undefined || token.isCancellationRequested) return undefined;
    const title = vscode.l10n.t('Paste translated into {0}', target.title);
    const edit = new vscode.DocumentPasteEdit(text, title, this.kind);
    edit.yieldTo = [vscode.DocumentDropOrPasteEditKind.Text, vscode.DocumentDropOrPasteEditKind.Empty];
    this.offered.set(edit, { document, target, text });
    return [edit];
  }

  /** Translates what was chosen; the text itself is pasted if that fails, and the person is told. */
  public async resolveDocumentPasteEdit(
    edit: vscode.DocumentPasteEdit,
    token: vscode.CancellationToken,
  ): Promise<vscode.DocumentPasteEdit> {
    const offer = this.offered.get(edit);
    if (offer === undefined) return edit;
    const { document, target, text } = offer;
    try {
      const [result] = await this.translator.translate(document, [text], target, token);
      if (result !== undefined) edit.insertText = result.output;
    } catch (error) {
      this.report(error);
    }
    return edit;
  }
}
