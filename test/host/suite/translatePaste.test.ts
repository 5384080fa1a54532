import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { TranslationPasteProvider } from '../../../extension/features/translate/translationPaste.js';
import { closeAll, openFile } from '../support/editing.js';

type Translator = ConstructorParameters<typeof TranslationPasteProvider>[0];
type Choice = ConstructorParameters<typeof TranslationPasteProvider>[1];

describe('Paste As…', () => {
  const target = { code: 'de', name: 'German', title: 'German', instruction: 'Translate to German.' };
  const { token } = new vscode.CancellationTokenSource();
  const failures: unknown[] = [];
  let translated: string[] = [];
  let failing: Error | undefined;

  beforeEach(() => {
    translated = [];
    failing = undefined;
    failures.length = 0;
  });

  afterEach(closeAll);

  function provider(last: typeof target | null = target): TranslationPasteProvider {
    const translate = (_: unknown, [text = '']: readonly string[]): Promise<unknown> => {
      translated.push(text);
      return failing ? Promise.reject(failing) : Promise.resolve([{ output: text.toUpperCase() }]);
    };
    return new TranslationPasteProvider(
      { translate } as unknown as Translator,
      { last: () => Promise.resolve(last ?? undefined) } as unknown as Choice,
      (error) => failures.push(error),
    );
  }

  async function offers(
    subject: TranslationPasteProvider,
    text: string,
    triggerKind: vscode.DocumentPasteTriggerKind,
    only?: vscode.DocumentDropOrPasteEditKind,
  ): Promise<vscode.DocumentPasteEdit[]> {
    const { document } = await openFile('here');
    const data = new vscode.DataTransfer();
    data.set('text/plain', new vscode.DataTransferItem(text));
    const context = { triggerKind, only };
    return (await subject.provideDocumentPasteEdits(document, [], data, context, token)) ?? [];
  }

  it('offers the translation into the last language, and translates only what is chosen', async () => {
    const subject = provider();
    const [edit, ...others] = await offers(subject, 'hello', vscode.DocumentPasteTriggerKind.PasteAs);
    assert.ok(edit);
    assert.equal(others.length, 0);
    assert.match(edit.title, /German/);
    assert.equal(edit.insertText, 'hello');
    assert.ok(edit.yieldTo?.some((kind) => kind.value === vscode.DocumentDropOrPasteEditKind.Text.value));
    assert.deepEqual(translated, []);
    await subject.resolveDocumentPasteEdit(edit, token);
    assert.equal(edit.insertText, 'HELLO');
  });

  it('stays out of the way of an ordinary paste, unless a person has chosen it for that', async () => {
    const subject = provider();
    const automatic = vscode.DocumentPasteTriggerKind.Automatic;
    assert.deepEqual(await offers(subject, 'hello', automatic), []);
    assert.equal((await offers(subject, 'hello', automatic, subject.kind)).length, 1);
  });

  it('offers nothing without text, or before a language was ever used', async () => {
    const asked = vscode.DocumentPasteTriggerKind.PasteAs;
    assert.deepEqual(await offers(provider(), ' \n', asked), []);
    assert.deepEqual(await offers(provider(null), 'hello', asked), []);
  });

  it('pastes the text itself if it cannot be translated, and says why', async () => {
    failing = new Error('no model');
    const subject = provider();
    const [edit] = await offers(subject, 'hello', vscode.DocumentPasteTriggerKind.PasteAs);
    assert.ok(edit);
    await subject.resolveDocumentPasteEdit(edit, token);
    assert.equal(edit.insertText, 'hello');
    assert.deepEqual(failures, [failing]);
  });
});
