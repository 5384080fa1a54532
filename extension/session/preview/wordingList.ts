import * as vscode from 'vscode';
import { countsText } from '../../editor/countsText.js';
import { totalCounts } from '../../core/text/textCounts.js';
import { changedWords } from './changedWords.js';
import type { LivePreview, PreviewTarget, Wording } from './livePreview.js';
import { PreviewPicker } from './previewPicker.js';

interface Item extends vscode.QuickPickItem {
  readonly wording: Wording | undefined;
}

/**
 * Lets a person choose among wordings that are known already; each entry says how it differs from what stands there. The
 * first one is shown at once.
 * @param wordings at least one, best first
 * @throws Notice if the document was edited meanwhile
 */
export async function chooseWording(
  title: string,
  { spans }: PreviewTarget,
  wordings: readonly Wording[],
  preview: LivePreview,
): Promise<void> {
  const now = spans.map(({ text }) => text);
  const items: readonly Item[] = [
    ...wordings.map((wording) => itemOf(wording.texts, now, wording)),
    { ...itemOf(now, now, undefined), detail: vscode.l10n.t('As it is') },
  ];
  const picker = new PreviewPicker<Item>(
    {
      title,
      placeholder: vscode.l10n.t('Each is shown in the text. Enter keeps it, Escape brings the text back.'),
      initial: items[0]!,
      items: () => items,
      wording: ({ wording }) => Promise.resolve(wording),
    },
    preview,
  );
  await picker.run();
}

function itemOf(texts: readonly string[], now: readonly string[], wording: Wording | undefined): Item {
  const differences = changedWords(now, texts).map(({ before, after }) => {
    if (before === '') {
      return vscode.l10n.t('+ “{0}”', after);
    }
    return after === '' ? vscode.l10n.t('− “{0}”', before) : vscode.l10n.t('“{0}” → “{1}”', before, after);
  });
  const label = texts.join(' … ').trim().replace(/\s+/g, ' ');
  return {
    wording,
    label: label === '' ? vscode.l10n.t('(nothing)') : label,
    description: countsText(totalCounts(texts)),
    detail: differences.join('   '),
  };
}
