import * as vscode from 'vscode';
import type { CommandId } from '../../contributions/commands.js';
import { rewriteTasks } from '../../core/instructions/rewriteTasks.js';
import { translationTargets } from '../../core/instructions/translationTargets.js';
import type { Manifest } from '../../core/model/manifest.js';
import type { ModelService } from '../../model/modelService.js';
import { taskTitle } from '../../model/taskTitle.js';
import type { ChosenTarget, TargetChoice } from '../../session/languages/targetChoice.js';
import type { CommandArguments } from '../../session/selection/commandArguments.js';

const kind = vscode.CodeActionKind.RefactorRewrite;
/** Lines of a selection that are looked at for text: code actions are asked for at every move of the cursor. */
const fewLines = 50;
/** The box of a commit message has actions of its own; output and logs cannot be changed. */
const elsewhere: ReadonlySet<string> = new Set(['scminput', 'log', 'Log']);

/** Translate, correct and instruct in the light bulb (Ctrl+.) of any selection. */
export class SelectionActions implements vscode.CodeActionProvider, vscode.Disposable {
  private readonly registration = vscode.languages.registerCodeActionsProvider({ scheme: '*' }, this, {
    providedCodeActionKinds: [kind],
  });

  public constructor(
    private readonly model: Pick<ModelService, 'manifest'>,
    private readonly choice: TargetChoice,
  ) {}

  public async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
  ): Promise<vscode.CodeAction[]> {
    if (elsewhere.has(document.languageId) || document.uri.scheme === 'output' || !hasText(document, range)) {
      return [];
    }
    try {
      const [manifest, last] = await Promise.all([this.model.manifest(), this.choice.last(document)]);
      return actions(manifest, last, argumentsFor(document, range));
    } catch {
      return []; // a model that cannot be read is reported by the command that needs it
    }
  }

  public dispose(): void {
    this.registration.dispose();
  }
}

function actions(
  manifest: Manifest,
  last: ChosenTarget | undefined,
  given: CommandArguments,
): vscode.CodeAction[] {
  const action = (command: CommandId, title: string, more: CommandArguments = {}): vscode.CodeAction => {
    const made = new vscode.CodeAction(title, kind);
    made.command = { command, title, arguments: [{ ...given, ...more }] };
    return made;
  };
  const fix = rewriteTasks(manifest).find(({ task }) => task === 'fix');
  const translates = translationTargets(manifest).length > 0;
  return [
    ...(last
      ? [
          action('interlinear.translate', vscode.l10n.t('Translate into {0}', last.title), {
            target: last.code,
          }),
        ]
      : []),
    ...(fix ? [action('interlinear.fix', taskTitle(fix))] : []),
    ...(translates
      ? [
          action(
            'interlinear.translate',
            last ? vscode.l10n.t('Translate into Another Language…') : vscode.l10n.t('Translate…'),
          ),
        ]
      : []),
    action('interlinear.instruct', vscode.l10n.t('Instruct Interlinear…')),
  ];
}

function hasText(document: vscode.TextDocument, { start, end, isEmpty }: vscode.Range): boolean {
  const near = end.line - start.line > fewLines ? document.lineAt(start.line + fewLines).range.end : end;
  return !isEmpty && /[\p{L}\p{N}]/u.test(document.getText(new vscode.Range(start, near)));
}

/** The range; none where there are several selections, all of which a command then takes. */
function argumentsFor(document: vscode.TextDocument, { start, end }: vscode.Range): CommandArguments {
  const { activeTextEditor } = vscode.window;
  if (activeTextEditor?.document === document && activeTextEditor.selections.length > 1) return {};
  const place = ({ line, character }: vscode.Position): { line: number; character: number } => ({
    line,
    character,
  });
  return { uri: document.uri.toString(), ranges: [{ start: place(start), end: place(end) }] };
}
