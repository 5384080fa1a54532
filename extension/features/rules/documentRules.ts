import * as vscode from 'vscode';
import type { Configuration } from '../../editor/configuration.js';
import { mayAsk, type RunningProcess } from '../../model/hoverPolicy.js';
import type { Ignored } from './ignored.js';
import { parseRules, type Rule } from './rule.js';

/** Documents that nobody writes. */
const foreign = new Set(['output', 'debug', 'git', 'search-editor', 'walkThrough', 'vscode-chat-code-block']);

/** Which rules hold for a document, and which of them may be checked now. */
export class DocumentRules {
  private readonly reported = new Set<string>();

  public constructor(
    private readonly configuration: Configuration,
    private readonly ignored: Ignored,
    private readonly process: RunningProcess,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** The rules whose languages and files fit, without those that were switched off. */
  public for(document: vscode.TextDocument): Rule[] {
    if (foreign.has(document.uri.scheme) || document.uri.scheme.startsWith('interlinear')) {
      return [];
    }
    const { rules, problems } = parseRules(this.configuration.get('interlinear.rules', document));
    for (const problem of problems.filter((text) => !this.reported.has(text))) {
      this.reported.add(problem);
      this.log.warn(problem);
    }
    return rules.filter(
      (rule) => !this.ignored.hasRule(rule.name) && vscode.languages.match(selectorOf(rule), document) > 0,
    );
  }

  /** Of these rules those that may ask the model. */
  public async allowed(rules: readonly Rule[], requested: boolean): Promise<Rule[]> {
    const allowed: Rule[] = [];
    for (const rule of rules) {
      if (await mayAsk(this.process, requested || rule.startProcess)) {
        allowed.push(rule);
      }
    }
    return allowed;
  }
}

function selectorOf({ languages, files }: Rule): vscode.DocumentFilter[] {
  const patterns = files.length > 0 ? files : [undefined];
  return (languages.length > 0 ? languages : ['*']).flatMap((language) =>
    patterns.map((pattern) => ({ language, ...(pattern !== undefined && { pattern }) })),
  );
}
