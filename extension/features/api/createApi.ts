import type { Event } from 'vscode';
import { describeTasks } from '../../core/instructions/instructions.js';
import type { Manifest } from '../../core/model/manifest.js';
import { InterlinearError, type RewriteParameters } from '../../core/protocol/protocol.js';
import type { ModelService } from '../../model/modelService.js';
import { findTarget, translationTargets } from '../../core/instructions/translationTargets.js';
import { checkedParameters } from './apiParameters.js';
import type { InterlinearApi, ModelDescription, RequestOptions, RewriteTexts } from './interlinearApi.js';

/** What the workspace wants held in the answers to a request. */
export type WorkspaceTerms = (
  request: Pick<RewriteParameters, 'texts' | 'instruction'>,
) => Promise<Pick<RewriteParameters, 'glossary' | 'keep'>>;

interface Parts {
  readonly model: ModelService;
  readonly terms: WorkspaceTerms;
  readonly onDidChangeModel: Event<void>;
  readonly extendTranslate: InterlinearApi['extendTranslate'];
}

/** The interface for other extensions. What they pass is checked; what they get is made for them. */
export function createApi({ model, terms, onDidChangeModel, extendTranslate }: Parts): InterlinearApi {
  const rewrite = async (
    wanted: RewriteTexts,
    options?: RequestOptions,
  ): ReturnType<ModelService['rewrite']> =>
    model.rewrite(await withTerms(wanted, terms), engineOptions(options));
  return {
    version: 1,
    onDidChangeModel,
    model: async () => describe(await model.manifest()),
    rewrite: async (value, options) => rewrite(checkedParameters('rewrite', value), options),
    translate: async (value, options) => {
      const { target, ...parameters } = checkedParameters('translate', value);
      const { instruction } = targetNamed(await model.manifest(), target);
      return rewrite({ ...parameters, instruction }, options);
    },
    classify: async (value, options) =>
      model.classify(checkedParameters('classify', value), engineOptions(options)),
    fill: async (value, options) => model.fill(checkedParameters('fill', value), engineOptions(options)),
    extendTranslate,
  };
}

/** The request with the terms of the workspace behind its own, if it wants them: of the same words the first count. */
async function withTerms(
  { workspaceTerms = false, ...request }: RewriteTexts,
  terms: WorkspaceTerms,
): Promise<RewriteParameters> {
  if (!workspaceTerms) return request;
  const added = await terms(request);
  const glossary = [...(request.glossary ?? []), ...(added.glossary ?? [])];
  const keep = [...new Set([...(request.keep ?? []), ...(added.keep ?? [])])];
  return { ...request, ...(glossary.length > 0 && { glossary }), ...(keep.length > 0 && { keep }) };
}

function engineOptions(options: RequestOptions = {}): RequestOptions {
  const { signal, onPass } = options;
  return { ...(signal && { signal }), ...(onPass && { onPass }) };
}

function targetNamed(manifest: Manifest, wanted: string): { readonly instruction: string } {
  const found = findTarget(manifest, wanted);
  if (found === undefined) {
    const known = translationTargets(manifest).map(({ code }) => code);
    throw new InterlinearError(
      'invalidArgument',
      `The model in use does not translate into "${wanted}"; it knows: ${known.join(', ')}`,
    );
  }
  return found;
}

function describe(manifest: Manifest): ModelDescription {
  const { id, version, name, languages, labelSets } = manifest;
  return {
    id,
    version,
    name,
    languages,
    targets: translationTargets(manifest).map((target) => ({ code: target.code, name: target.name })),
    instructions: describeTasks(manifest).map(({ canonical }) => canonical),
    labelSets: labelSets.map((set) => ({ id: set.id, labels: set.labels })),
  };
}
