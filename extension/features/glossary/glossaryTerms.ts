import * as vscode from 'vscode';
import type { CommandId } from '../../contributions/commands.js';
import { parseInstruction } from '../../core/instructions/instructions.js';
import { InterlinearError, type RewriteParameters } from '../../core/protocol/protocol.js';
import type { CommandRunner } from '../../editor/commandRunner.js';
import type { Configuration } from '../../editor/configuration.js';
import type { ModelService } from '../../model/modelService.js';
import type { RequestContext } from '../../session/run/requestBuilder.js';
import { applicableTerms } from './applicableTerms.js';
import type { Glossaries } from './glossaries.js';
import { glossaryLocation, type GlossaryLocation } from './glossaryLocation.js';

const openGlossary: CommandId = 'interlinear.openGlossary';

/** A request; without a document it is one of the workspace. */
type TermsContext = Omit<RequestContext, 'document'> & Partial<Pick<RequestContext, 'document'>>;

/** Gives every request the terms of the glossary that it needs, and the words to keep. */
export class GlossaryTerms {
  /** What the person was told already. */
  private readonly told = new Set<string>();

  public constructor(
    private readonly model: ModelService,
    private readonly configuration: Configuration,
    private readonly glossaries: Glossaries,
    private readonly commands: CommandRunner,
  ) {}

  /** What a request needs. A glossary that cannot be read stops no request: the person is told, once. */
  public async parameters(context: TermsContext): Promise<Pick<RewriteParameters, 'glossary' | 'keep'>> {
    const keep = wordsToKeep(this.configuration.get('interlinear.keep', context.document));
    const glossary = await this.terms(context);
    return { ...(glossary.length > 0 && { glossary }), ...(keep.length > 0 && { keep }) };
  }

  private async terms({
    document,
    texts,
    instruction,
  }: TermsContext): Promise<RewriteParameters['glossary'] & {}> {
    const location = glossaryLocation(this.configuration, document);
    if (location === undefined) {
      return [];
    }
    const glossary = await this.glossaries.at(location);
    if (glossary === undefined) {
      this.tellIfMissing(location);
      return [];
    }
    this.tellProblems(glossary.uri, glossary.problems.length, glossary.entries.length);
    return glossary.entries.length === 0
      ? []
      : applicableTerms(glossary.entries, await this.targetOf(instruction), texts, glossary.index);
  }

  /** The language that an instruction translates into; undefined for any other. */
  private async targetOf(instruction: string): Promise<string | undefined> {
    try {
      return parseInstruction(await this.model.manifest(), instruction).target;
    } catch (error) {
      if (error instanceof InterlinearError) {
        return undefined; // the run finds that out again, and asks the person
      }
      throw error;
    }
  }

  private tellIfMissing({ named, candidates }: GlossaryLocation): void {
    const [uri] = candidates;
    if (named && uri !== undefined) {
      const name = vscode.workspace.asRelativePath(uri);
      this.tellOnce(
        `missing ${uri.toString()}`,
        vscode.l10n.t('The glossary {0} does not exist, so no terms are held.', name),
      );
    }
  }

  private tellProblems(uri: vscode.Uri, problems: number, terms: number): void {
    if (problems === 0) {
      return;
    }
    const name = vscode.workspace.asRelativePath(uri);
    const text =
      terms === 0
        ? vscode.l10n.t('The glossary {0} cannot be used: it has errors ({1}).', name, problems)
        : vscode.l10n.t('The glossary {0} has errors ({1}); its other terms are held.', name, problems);
    this.tellOnce(`${uri.toString()} ${problems} ${terms}`, text);
  }

  private tellOnce(key: string, text: string): void {
    if (!this.told.has(key)) {
      this.told.add(key);
      const open = {
        title: vscode.l10n.t('Open Glossary'),
        run: () => vscode.commands.executeCommand(openGlossary),
      };
      void this.commands.tell('glossary', 'warning', text, [open]);
    }
  }
}

/** The words of the setting that can be kept: anything can stand in a settings file. */
export function wordsToKeep(value: unknown): readonly string[] {
  const words = Array.isArray(value) ? value.filter((word) => typeof word === 'string') : [];
  return [...new Set(words.map((word) => word.trim()))].filter((word) => word !== '');
}
