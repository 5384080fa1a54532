import * as vscode from 'vscode';
import type { RewriteParameters } from '../../core/protocol/protocol.js';
import type { Configuration } from '../../editor/configuration.js';

/** The settings that shape an answer, for a document. */
export function requestOptions(
  configuration: Configuration,
  document: vscode.TextDocument,
): Pick<RewriteParameters, 'format' | 'iterations' | 'lengthBeam'> {
  const iterations = configuration.get('interlinear.iterations', document);
  const lengthBeam = configuration.get('interlinear.lengthBeam', document);
  return {
    format: document.languageId,
    ...(iterations !== null && { iterations }),
    ...(lengthBeam !== null && { lengthBeam }),
  };
}

/** What is about to be asked. */
export interface RequestContext {
  readonly document: vscode.TextDocument;
  readonly texts: readonly string[];
  readonly instruction: string;
}

/** Adds to every request what a feature knows about it: the terms of a glossary, words to keep, and the like. */
export type RequestContributor = (
  context: RequestContext,
) => Promise<Partial<RewriteParameters>> | Partial<RewriteParameters>;

/** Puts the parameters of a request together, from the settings and from the features that have something to add. */
export class RequestBuilder {
  private readonly contributors = new Set<RequestContributor>();

  public constructor(private readonly configuration: Configuration) {}

  /** @returns takes the contributor out again */
  public add(contributor: RequestContributor): vscode.Disposable {
    this.contributors.add(contributor);
    return new vscode.Disposable(() => this.contributors.delete(contributor));
  }

  /** @throws whatever a contributor throws, e.g. a Notice */
  public async build(context: RequestContext): Promise<RewriteParameters> {
    const { document, texts, instruction } = context;
    const added = await Promise.all([...this.contributors].map(async (contributor) => contributor(context)));
    const options = requestOptions(this.configuration, document);
    return Object.assign({}, options, ...added, { texts, instruction }) as RewriteParameters;
  }
}
