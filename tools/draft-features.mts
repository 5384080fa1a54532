// What the weights of drafts are chosen from, for `python -m models tune-drafting`: a JSON line in, a JSON line out.
//   {"source", "target", "text", "count"}        -> {"drafts": [{"text", "score", "likely", "sound", "tokens"}]}
//   {"target", "text", "draft", "settings": []}  -> {"proposals": [{"setting", "change", "text", "gain"}]}
// usage: node --import tsx tools/draft-features.mts MODEL TABLES
import { createInterface } from 'node:readline';
import path from 'node:path';
import * as z from 'zod';
import { parseInstruction } from '../extension/core/instructions/instructions.js';
import { stepwiseDecoding } from '../extension/inference/decoding/decoding.js';
import { runLimits } from '../extension/inference/decoding/runLimits.js';
import type { RewriteJob } from '../extension/inference/decoding/rewriteJob.js';
import { DraftEditor } from '../extension/inference/draft/draftEditor.js';
import { DraftJudge } from '../extension/inference/draft/draftJudge.js';
import { DraftTables } from '../extension/inference/draft/draftTables.js';
import { withOtherOrders } from '../extension/inference/draft/germanOrder.js';
import { isRevising, Reviser } from '../extension/inference/draft/reviser.js';
import { TargetScorer } from '../extension/inference/draft/targetScorer.js';
import { loadModel } from '../extension/inference/createEngine.js';
import { SourceBuilder } from '../extension/inference/tokenizer/sourceBuilder.js';
import { draftRevisionSchema } from '../extension/core/model/manifest.js';

const lineSchema = z.object({
  source: z.string().optional(),
  target: z.string(),
  text: z.string(),
  count: z.number().int().positive().default(8),
  draft: z.string().optional(),
  settings: z.array(draftRevisionSchema).default([]),
});
type Line = z.infer<typeof lineSchema>;

const [model = '', tables = path.join(model, 'drafts')] = process.argv.slice(2);
const parts = await loadModel({ directory: model, device: 'cpu' });
const { manifest, tokenizer, graph, text: pipeline } = parts;
const files = {
  languages: Object.fromEntries(manifest.languages.map((code) => [code, `${code}.draft`])),
  pairs: Object.fromEntries(
    manifest.languages.flatMap((a) =>
      manifest.languages.filter((b) => a < b).map((b) => [`${a}-${b}`, `${a}-${b}.draft`]),
    ),
  ),
};
const draftTables = new DraftTables(files, (file) => path.join(tables, file));
const limits = runLimits(manifest);
const scorer = new TargetScorer(graph, manifest.specialTokens, limits);
const builder = new SourceBuilder(manifest);

function jobOf({ text, target }: Line): RewriteJob {
  const name = manifest.languageNames[target]?.['en']?.[0] ?? target;
  const instruction = parseInstruction(manifest, `Translate to ${name}`).canonical;
  const textIds = tokenizer.encode(text);
  const source = builder.build(textIds, tokenizer.encode(instruction));
  return { source, textIds, sentence: pipeline.protect(text, []), terms: new Set() };
}

async function ranked(line: Line): Promise<unknown> {
  const decoder = await draftTables.decoder(line.source ?? '', line.target);
  const found = decoder?.translate(line.text, line.count) ?? [];
  const drafts = withOtherOrders(found, line.target).slice(0, line.count);
  const job = jobOf(line);
  const source = {
    encoded: await graph.encode([job.source]),
    source: 0,
    position: job.source.targetPosition,
  };
  const ids = drafts.map(({ text }) => tokenizer.encode(text));
  const most = manifest.limits.targetTokens;
  const usable = ids.length > 1 && ids.every(({ length }) => length > 0 && length <= most);
  const likely = usable ? await scorer.logLikelihoods(source, ids) : [];
  const sound = usable ? await scorer.soundness(source, ids) : [];
  return {
    drafts: drafts.map((draft, at) => {
      return { ...draft, likely: likely[at] ?? 0, sound: sound[at] ?? 0, tokens: ids[at]?.length ?? 0 };
    }),
  };
}

async function proposals(line: Line): Promise<unknown> {
  const found: unknown[] = [];
  if (!isRevising(graph)) throw new Error('the model never learnt to revise');
  for (const [setting, settings] of line.settings.entries()) {
    const revision = {
      settings: { ...settings, margin: -1e6, ownMargin: -1e6 },
      reviser: new Reviser(graph, manifest, settings, limits),
      own: stepwiseDecoding(manifest, graph).lengthBeam,
    };
    const judge = new DraftJudge(scorer, manifest.limits.targetTokens, { best: 1, modelWeight: 0 });
    const editor = new DraftEditor(graph, tokenizer, judge, scorer, manifest.limits.targetTokens, revision);
    const drafts = [{ text: line.draft ?? '', score: 0 }];
    const edited = await editor.edit(jobOf(line), drafts, line.target, manifest.defaults);
    for (const { text, change, score } of edited) {
      if (change) found.push({ setting, change, text, gain: score - 1e6 });
    }
  }
  return { proposals: found };
}

for await (const text of createInterface({ input: process.stdin })) {
  const line = lineSchema.parse(JSON.parse(text));
  const answer = line.draft === undefined ? await ranked(line) : await proposals(line);
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
await parts.release();
