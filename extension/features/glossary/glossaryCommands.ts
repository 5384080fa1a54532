import * as vscode from 'vscode';
import * as z from 'zod';
import { lazily } from '../../core/text/lazily.js';
import type { GlossaryEntry } from '../../core/glossary/glossaryEntry.js';
import type { CommandRunner } from '../../editor/commandRunner.js';
import type { Configuration } from '../../editor/configuration.js';
import { languageName } from '../../core/text/languageName.js';
import { Notice } from '../../editor/notice.js';
import type { ModelService } from '../../model/modelService.js';
import { translationTargets } from '../../core/instructions/translationTargets.js';
import type { Glossaries } from './glossaries.js';
import { glossaryLocation } from './glossaryLocation.js';
import { glossaryHeader, glossaryRow } from './glossaryRow.js';
import { selectedWords } from './selectedWords.js';

/** What Add Selection to Glossary… may be given instead of asking. */
const addArgumentsSchema = lazily(() =>
  z.object({
    translation: z.string().trim().min(1),
    /** Code of the language of the translation; for all languages if absent. */
    language: z.string().min(1).optional(),
  }),
);
type Translation = z.infer<ReturnType<typeof addArgumentsSchema>>;

/** Open Glossary and Add Selection to Glossary…. */
export class GlossaryCommands {
  public constructor(
    private readonly model: ModelService,
    private readonly configuration: Configuration,
    private readonly glossaries: Glossaries,
  ) {}

  public register(commands: CommandRunner): vscode.Disposable {
    return vscode.Disposable.from(
      commands.register('interlinear.openGlossary', () => this.open()),
      commands.register('interlinear.addToGlossary', (value) => this.add(value)),
    );
  }

  private async open(): Promise<void> {
    const uri = await this.file(vscode.window.activeTextEditor?.document);
    await vscode.window.showTextDocument(uri);
  }

  private async add(value: unknown): Promise<void> {
    const { document, words } = selectedWords();
    const [source, ...others] = words;
    if (source === undefined || others.length > 0) {
      throw new Notice(vscode.l10n.t('Select one term only: each has its own translation.'));
    }
    const uri = await this.file(document);
    if (!uri.path.toLowerCase().endsWith('.csv')) {
      throw new Notice(byHand(uri));
    }
    const given = addArgumentsSchema().safeParse(value).data ?? (await this.ask(source));
    if (given !== undefined) {
      const { translation: target, language: targetLanguage } = given;
      await append(uri, { source, target, ...(targetLanguage !== undefined && { targetLanguage }) });
    }
  }

  private async ask(source: string): Promise<Translation | undefined> {
    const title = vscode.l10n.t('Interlinear: add to the glossary');
    const translation = (
      await vscode.window.showInputBox({
        title,
        prompt: vscode.l10n.t('What shall stand for “{0}” in a translation?', source),
        value: source,
      })
    )?.trim();
    if (translation === undefined || translation === '') {
      return undefined;
    }
    const languages = translationTargets(await this.model.manifest()).map(({ code, name }) => ({
      label: languageName(code, vscode.env.language, name),
      description: code,
      code,
    }));
    const all = { label: vscode.l10n.t('All languages'), description: '', code: undefined };
    const placeHolder = vscode.l10n.t('In translations into which language?');
    const chosen = await vscode.window.showQuickPick([...languages, all], { title, placeHolder });
    return chosen && { translation, ...(chosen.code !== undefined && { language: chosen.code }) };
  }

  /** The glossary of a document; made if there is none. @throws Notice if there is no place for one */
  private async file(document: vscode.TextDocument | undefined): Promise<vscode.Uri> {
    const location = glossaryLocation(this.configuration, document);
    const [first] = location?.candidates ?? [];
    if (location === undefined || first === undefined) {
      throw new Notice(
        vscode.workspace.isTrusted
          ? vscode.l10n.t('Open a folder first: a glossary is a file of it, named by a path inside it.')
          : vscode.l10n.t('The glossary of a folder is used once you trust the folder.'),
      );
    }
    const existing = await this.glossaries.at(location);
    if (existing === undefined) {
      const header = first.path.toLowerCase().endsWith('.csv') ? `${glossaryHeader}\n` : '';
      await vscode.workspace.fs.writeFile(first, new TextEncoder().encode(header));
    }
    return existing?.uri ?? first;
  }
}

function byHand(uri: vscode.Uri): string {
  const name = vscode.workspace.asRelativePath(uri);
  return vscode.l10n.t(
    'Terms can only be added to a CSV file with the columns source and target; edit {0} by hand.',
    name,
  );
}

/** Adds a line through the editor, so that what is unsaved in the file stays and Undo takes it back. */
async function append(uri: vscode.Uri, entry: GlossaryEntry): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const wasClean = !document.isDirty;
  const last = document.lineAt(document.lineCount - 1);
  const endOfLine = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
  const row = glossaryRow(document.lineAt(0).text, entry);
  if (row === undefined) {
    throw new Notice(byHand(uri));
  }
  const edit = new vscode.WorkspaceEdit();
  edit.insert(uri, last.range.end, `${last.isEmptyOrWhitespace ? '' : endOfLine}${row.text}${endOfLine}`);
  if (!(await vscode.workspace.applyEdit(edit))) {
    throw new Notice(vscode.l10n.t('VS Code refused to change this document; it may be read-only.'));
  }
  if (wasClean) {
    await document.save();
  }
  if (row.losesLanguage) {
    const name = vscode.workspace.asRelativePath(uri);
    throw new Notice(
      vscode.l10n.t('{0} has no column “target language”, so the term holds for every language.', name),
    );
  }
}
