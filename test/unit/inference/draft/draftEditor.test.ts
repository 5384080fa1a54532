import assert from 'node:assert/strict';
import type { DecodingStrategy } from '../../../../extension/inference/decoding/decodingStrategy.js';
import type { RewriteJob } from '../../../../extension/inference/decoding/rewriteJob.js';
import { DraftEditor, type EditedDraft } from '../../../../extension/inference/draft/draftEditor.js';
import { DraftJudge } from '../../../../extension/inference/draft/draftJudge.js';
import { Reviser, type RevisingGraph } from '../../../../extension/inference/draft/reviser.js';
import { TargetScorer } from '../../../../extension/inference/draft/targetScorer.js';
import type {
  SourceMemory,
  TargetRow,
  TargetSlot,
} from '../../../../extension/inference/runtime/stepGraph.js';

const words = ['?', '', '', '[M]', 'Das', 'Haus', 'ist', 'kleine', 'klein', '.', 'Ein', 'mini'];
const mask = 3;
const memory: SourceMemory = { batch: 1, tokens: 4, gather: () => memory };
const limits = { tokens: 1000, slots: 1000 };
const tokenizer = {
  encode: (text: string) => text.split(' ').map((word) => words.indexOf(word)),
  decode: (ids: readonly number[]) => ids.map((id) => words[id]).join(' '),
  spell: (ids: readonly number[]) =>
    ids.map((id, at) => ({ text: (at > 0 ? ' ' : '') + (words[id] ?? ''), start: at, end: at + 1 })),
};

/** Finds `kleine` out of place, knows `klein` for it, and thinks of a token as `likely` says. */
class WordGraph implements RevisingGraph {
  public constructor(private readonly likely: Readonly<Record<string, number>>) {}

  public encode = (): Promise<{ memory: SourceMemory; lengthLogits: Float32Array[] }> =>
    Promise.resolve({ memory, lengthLogits: [new Float32Array(17)] });

  public findTrouble = (_: SourceMemory, targets: readonly TargetRow[]): Promise<Float32Array[]> =>
    Promise.resolve(
      targets.map(({ ids }) => Float32Array.from(ids, (id) => (words[id] === 'kleine' ? 5 : -5))),
    );

  public refine(
    _: SourceMemory,
    __: readonly TargetRow[],
    slots: readonly TargetSlot[],
  ): ReturnType<RevisingGraph['refine']> {
    const score = (id: number): number => this.likely[words[id] ?? ''] ?? -1;
    return Promise.resolve({
      ids: Int32Array.from(slots, () => words.indexOf('klein')),
      logProbabilities: Float32Array.from(slots, () => -0.1),
      candidateLogProbabilities: Float32Array.from(slots, ({ candidates }) => score(candidates?.[0] ?? 0)),
    });
  }
}

const job = { source: { targetPosition: 1 }, textIds: [4, 5, 6, 8] } as unknown as RewriteJob;
const own: DecodingStrategy = {
  propose: () =>
    Promise.resolve([[{ ids: Int32Array.of(10, 5, 11), scores: new Float64Array(3), score: 0, passes: 6 }]]),
};
const usual = {
  threshold: 0.5,
  rounds: 1,
  acceptance: -1.5,
  deletion: -5,
  lengthWeight: 0,
  shorter: 0,
  longer: 0,
};

function edit(
  texts: readonly string[],
  likely: Readonly<Record<string, number>>,
  changes: { margin?: number; ownLengths?: number; ownMargin?: number } = {},
): Promise<readonly EditedDraft[]> {
  const graph = new WordGraph(likely);
  const manifest = {
    length: { relativeTo: 'text' as const, minimum: -8, classes: 17 },
    limits: { sourceTokens: 50, targetTokens: 12 },
    specialTokens: { pad: 0, unknown: 1, separator: 2, mask, length: 4, copy: [] },
  };
  const settings = { ...usual, margin: 1, ownLengths: 0, ownMargin: 1, ...changes };
  const scorer = new TargetScorer(graph, manifest.specialTokens, limits);
  const judge = new DraftJudge(scorer, 12, { best: 5, modelWeight: 0.5 });
  const revision = { settings, reviser: new Reviser(graph, manifest, settings, limits), own };
  const editor = new DraftEditor(graph, tokenizer, judge, scorer, 12, revision);
  const drafts = texts.map((text, index) => ({ text, score: -index }));
  const wishes = { iterations: 6, stopConfidence: 1, lengthBeam: 5 };
  return editor.edit(job, drafts, 'de', wishes);
}

describe('The editor of drafts', () => {
  const wrong = 'Das Haus ist kleine .';

  it('puts the revised draft before the drafts where the model finds it clearly better', async () => {
    const found = await edit([wrong], { kleine: -6, klein: -0.5 });
    assert.deepEqual(
      found.map(({ text, change }) => [text, change]),
      [
        ['Das Haus ist klein .', 'revised'],
        [wrong, undefined],
      ],
    );
    assert.ok((found[0]?.passes ?? 0) > 0);
  });

  it('keeps the draft where the revised one is not better by the margin', async () => {
    const found = await edit([wrong], { kleine: -1.4, klein: -0.5 });
    assert.deepEqual(
      found.map(({ text }) => text),
      [wrong],
    );
    const bold = await edit([wrong], { kleine: -1.4, klein: -0.5 }, { margin: 0.5 });
    assert.equal(bold[0]?.text, 'Das Haus ist klein .');
  });

  it('has a text once, though it is a draft and what another becomes', async () => {
    const found = await edit([wrong, 'Das Haus ist klein .'], { kleine: -2, klein: -1.5 }, { margin: 0.1 });
    assert.deepEqual(
      found.map(({ text }) => text),
      ['Das Haus ist klein .', wrong],
    );
  });

  it('takes what the model writes from nothing only where it is better by a margin of its own', async () => {
    const likely = { Ein: -0.1, mini: -0.1, kleine: -3, klein: -3 };
    const none = await edit(['Das Haus ist klein .'], likely, { ownLengths: 1, ownMargin: 100 });
    assert.deepEqual(
      none.map(({ change }) => change),
      [undefined],
    );
    const found = await edit(['Das Haus ist klein .'], likely, { ownLengths: 1 });
    assert.deepEqual([found[0]?.text, found[0]?.change], ['Ein Haus mini', 'own']);
    assert.equal(found[1]?.text, 'Das Haus ist klein .');
  });
});
