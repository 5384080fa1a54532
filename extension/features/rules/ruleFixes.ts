import * as vscode from 'vscode';
import type { CommandId } from '../../contributions/commands.js';
import type { Manifest } from '../../core/model/manifest.js';
import { languageCode, languageSet } from '../../session/labels/labelSets.js';
import { languageName } from '../../core/text/languageName.js';
import { rewriteTasks } from '../../core/instructions/rewriteTasks.js';
import { taskTitle } from '../../model/taskTitle.js';
import { translationTargets } from '../../core/instructions/translationTargets.js';
import type { PlacedFinding } from './placedFinding.js';
import { wrongLabels } from './verdict.js';

/**
 * Commands that may mend a sentence, the likeliest first: the rule's own instructions, a translation into a language
 * that is right, a rewriting that has the name of a label that is right.
 */
export function ruleFixes(finding: PlacedFinding, uri: vscode.Uri, manifest: Manifest): vscode.Command[] {
  const { rule, set, range } = finding;
  const { start, end } = range;
  const place = ({ line, character }: vscode.Position): object => ({ line, character });
  const command = (id: CommandId, title: string, value: object): vscode.Command => ({
    command: id,
    title,
    arguments: [{ uri: uri.toString(), ranges: [{ start: place(start), end: place(end) }], ...value }],
  });
  const wrong = wrongLabels(rule, set);
  const right = set.labels.filter((label) => !wrong.includes(label));
  const targets = translationTargets(manifest);
  const codes = set.name === languageSet ? right.map((label) => languageCode(set, label)) : [];
  return [
    ...rule.fix.map((instruction) => command('interlinear.instruct', instruction, { instruction })),
    ...targets
      .filter(({ code }) => codes.includes(code))
      .map(({ code, name }) => {
        const language = languageName(code, vscode.env.language, name);
        return command('interlinear.translate', vscode.l10n.t('Translate into {0}', language), {
          target: code,
        });
      }),
    ...rewriteTasks(manifest)
      .filter(({ task }) => right.includes(task))
      .map((task) => command('interlinear.rewrite', taskTitle(task), { task: task.task })),
  ];
}
