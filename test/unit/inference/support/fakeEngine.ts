import type { DraftTables } from '../../../../extension/inference/draft/draftTables.js';
import { Engine } from '../../../../extension/inference/engine.js';
import { coreTextPipeline } from '../../../../extension/inference/rewrite/textPipeline.js';
import { Tokenizer } from '../../../../extension/inference/tokenizer/tokenizer.js';
import { FakeGraph, type FakeModel, hashed } from './fakeGraph.js';
import { tinyManifest } from './tinyManifest.js';
import { tinySentencePiece } from './tinyTokenizer.js';

export const manifest = tinyManifest();
export const tokenizer = new Tokenizer(tinySentencePiece(['good', 'bad']), manifest);

/** An engine on a fake model, and what there is to look at. */
export function engineWith(
  model: FakeModel,
  changes: Parameters<typeof tinyManifest>[0] = {},
  drafts?: DraftTables,
): { readonly engine: Engine; readonly graph: FakeGraph; readonly released: () => number } {
  const graph = new FakeGraph(model);
  let released = 0;
  const engine = new Engine({
    manifest: { ...manifest, ...changes },
    tokenizer,
    graph,
    text: coreTextPipeline,
    ...(drafts && { drafts }),
    release: () => {
      released++;
      return Promise.resolve();
    },
    model: {
      id: 'tiny',
      version: '1.0.0',
      name: 'Tiny',
      variant: 'cpu-int8',
      device: 'cpu',
      fallbacks: [],
      loadMilliseconds: 0,
    },
  });
  return { engine, graph, released: () => released };
}

/** A model that says each token of its text again, changed by `change`; its answers are as long as the text. */
export function copying(change: (id: number) => number): FakeModel {
  return {
    lengths: () => [0, 0, 0, 0, 9, 0, 0, 0, 0],
    predict: ({ ids, textTokens }, target, index) => ({
      id: change(ids[1 + index] ?? 0),
      logProbability: target.length === textTokens ? -0.1 : -1,
    }),
  };
}

/** A model that has an opinion of every label, and nothing to say. */
export const mute: FakeModel = {
  lengths: () => [0],
  predict: () => ({ id: 0, logProbability: 0 }),
  score: ({ ids }, target, index, id) => -4 * hashed(id, index, target.length, ...ids),
};
