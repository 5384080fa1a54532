import * as vscode from 'vscode';
import * as z from 'zod';
import { lazily } from '../../core/text/lazily.js';
import type { RewriteResult } from '../../core/protocol/protocol.js';
import type { Answers } from '../../session/answers/answers.js';
import type { CommandRunner } from '../../editor/commandRunner.js';
import { Notice } from '../../editor/notice.js';
import { rangeIn } from '../../editor/textRanges.js';
import type { ModelService } from '../../model/modelService.js';
import type { Previews } from '../../session/preview/previews.js';
import { resolveSubject, type Subject } from '../../session/preview/subject.js';
import { commandArguments } from '../../session/selection/commandArguments.js';
import type { LengthSearch } from '../../session/run/lengthSearch.js';
import type { RewriteRunner } from '../../session/run/rewriteRunner.js';
import { characterLimits, parseCharacterLimit } from './characterLimit.js';
import { lengthInstruction } from './lengthInstruction.js';
import { stepSearch } from './stepSearch.js';
import { countCharacters } from '../../core/text/textCounts.js';

/**
 * Asks how many characters a text may have, and says while it is typed whether that is a limit.
 * @param count characters of the text now, of the longest one where there are several
 * @returns undefined if the person gave up
 */
export async function askCharacterLimit(count: number): Promise<number | undefined> {
  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t('Interlinear: fit to how many characters?'),
    prompt: vscode.l10n.t(
      'The text has {0} characters now. An emoji or an accented letter counts as one.',
      count,
    ),
    validateInput: (value) => validateCharacterLimit(value, count),
  });
  return typed === undefined ? undefined : parseCharacterLimit(typed);
}

/** What is wrong with a limit; undefined if nothing is. Nothing typed yet is not wrong, but nothing to go on with. */
function validateCharacterLimit(
  value: string,
  count: number,
): string | vscode.InputBoxValidationMessage | undefined {
  const limit = parseCharacterLimit(value);
  if (limit === undefined) {
    const { minimum, maximum } = characterLimits;
    return vscode.l10n.t('Type a whole number from {0} to {1}.', minimum, maximum);
  }
  return limit < count
    ? undefined
    : {
        message: vscode.l10n.t('The text has {0} characters, so it fits already.', count),
        severity: vscode.InputBoxValidationSeverity.Info,
      };
}

/** What Fit to N Characters… may be given instead of asking. */
const fitArgumentsSchema = lazily(() =>
  z.object({
    characters: z.number().int().min(characterLimits.minimum).max(characterLimits.maximum),
  }),
);

/** Make Shorter, Make Longer and Fit to N Characters…: one step, for an answer under review or for a text. */
export class LengthCommands {
  public constructor(
    private readonly model: ModelService,
    private readonly runner: RewriteRunner,
    private readonly answers: Answers,
    private readonly previews: Previews,
  ) {}

  public register(commands: CommandRunner): vscode.Disposable {
    return vscode.Disposable.from(
      commands.register('interlinear.makeShorter', (value) => this.step(value, 'shorter')),
      commands.register('interlinear.makeLonger', (value) => this.step(value, 'longer')),
      commands.register('interlinear.fitTo', (value) => this.fit(value)),
    );
  }

  private async step(value: unknown, direction: 'shorter' | 'longer'): Promise<void> {
    const subject = await resolveSubject(this.answers, commandArguments(value));
    const nothing =
      direction === 'shorter'
        ? vscode.l10n.t('The model finds no shorter answer.')
        : vscode.l10n.t('The model finds no longer answer.');
    const texts = textsOf(subject);
    if (subject.kind === 'answer') {
      const { answer } = subject;
      await this.previews.answerAgain(answer, stepSearch(direction, answer.length, texts, nothing));
      return;
    }
    const instruction = await this.instruction(direction);
    const title =
      direction === 'shorter' ? vscode.l10n.t('Making it shorter') : vscode.l10n.t('Making it longer');
    const search = stepSearch(direction, undefined, texts, nothing);
    await this.runner.run({ target: subject.target, instruction, title, search });
  }

  private async fit(value: unknown): Promise<void> {
    const subject = await resolveSubject(this.answers, commandArguments(value));
    const longest = Math.max(...textsOf(subject).map(countCharacters));
    const { data } = fitArgumentsSchema().safeParse(value);
    const maximumCharacters = data?.characters ?? (await askCharacterLimit(longest));
    if (maximumCharacters === undefined) {
      return;
    }
    if (longest <= maximumCharacters) {
      throw new Notice(vscode.l10n.t('The text has {0} characters, so it fits already.', longest));
    }
    const search: LengthSearch = {
      lengths: [{ maximumCharacters }],
      accepts: (_, results) => results.every((result) => fits(result, maximumCharacters)),
      nothing: vscode.l10n.t('The model finds no answer with at most {0} characters.', maximumCharacters),
    };
    if (subject.kind === 'answer') {
      await this.previews.answerAgain(subject.answer, search);
      return;
    }
    const instruction = await this.instruction('shorter');
    const title = vscode.l10n.t('Fitting to {0} characters', maximumCharacters);
    await this.runner.run({ target: subject.target, instruction, title, search });
  }

  private async instruction(direction: 'shorter' | 'longer'): Promise<string> {
    const instruction = lengthInstruction(await this.model.manifest(), direction);
    if (instruction === undefined) {
      throw new Notice(
        vscode.l10n.t(
          'The model in use changes the length of its own answers only: translate or rewrite the text first.',
        ),
      );
    }
    return instruction;
  }
}

function textsOf(subject: Subject): readonly string[] {
  if (subject.kind === 'text') {
    const { document, ranges } = subject.target;
    return ranges.map((range) => document.getText(range));
  }
  const { document, spans } = subject.answer;
  return spans.map(({ range }) => document.getText(rangeIn(document, range)));
}

/** A text that no answer is short enough for does not fit either, but its sentences say so. */
function fits({ output, segments }: RewriteResult, characters: number): boolean {
  return countCharacters(output) <= characters || segments.some(({ warning }) => warning === 'over-limit');
}
