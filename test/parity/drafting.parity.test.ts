import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DraftRevision, Manifest } from '../../extension/core/model/manifest.js';
import { loadModel } from '../../extension/inference/createEngine.js';
import type { RewriteJob } from '../../extension/inference/decoding/rewriteJob.js';
import { createDraftEditor } from '../../extension/inference/draft/draftEditor.js';
import type { TableDraft } from '../../extension/inference/draft/draftDecoder.js';
import type { EngineParts } from '../../extension/inference/engine.js';
import { SourceBuilder } from '../../extension/inference/tokenizer/sourceBuilder.js';
import { repositoryRoot, runPython } from './python.js';
import { SeededRandom } from './random.js';

const bundled = join(repositoryRoot, 'models', 'bundled');

type Drafts = NonNullable<Manifest['drafts']>;
type DraftSettings = Pick<Drafts, 'best' | 'modelWeight' | 'soundWeight' | 'judgedTokens'> & {
  readonly revise: false | DraftRevision;
};

interface Input {
  readonly id: number;
  readonly instruction: string;
  readonly input: string;
  readonly drafts: readonly TableDraft[];
  readonly settings: DraftSettings;
}

interface Answer {
  readonly translations: readonly {
    readonly ids: readonly number[];
    readonly score: number;
    readonly change: string;
  }[];
}

const revision: DraftRevision = {
  ...{ threshold: 0.02, rounds: 2, acceptance: -6, deletion: -3, lengthWeight: 0.3, shorter: 1, longer: 2 },
  ...{ margin: -200, ownLengths: 0, ownMargin: 0 },
};
const ways: readonly DraftSettings[] = [
  { best: 5, modelWeight: 0.3, revise: false },
  { best: 4, modelWeight: 0.2, soundWeight: 0.7, judgedTokens: 60, revise: false },
  { best: 5, modelWeight: 0, soundWeight: 1, revise: revision },
  { best: 3, modelWeight: 0.3, revise: { ...revision, margin: -1, ownLengths: 2, ownMargin: -200 } },
];

/** Sentences with a translation that is not all right. */
const sentences: readonly (readonly [instruction: string, input: string, draft: string])[] = [
  [
    'Translate to German.',
    'The file could not be saved because the disk is full.',
    'Die Datei konnte nicht gespeichert werden, weil der Datenträger ist voll.',
  ],
  ['Translate to German.', 'Can you help me?', 'Kannst du helfen mir?'],
  [
    'Translate to German.',
    'Set \ue000 to \ue001 before you run the tests.',
    'Setzen Sie \ue000 auf \ue001, bevor Sie ausführen die Tests.',
  ],
  [
    'Translate to French.',
    'Open the settings and choose a language.',
    'Ouvrez le paramètres et choisissez un langue.',
  ],
  ['Translate to Spanish.', 'Where is the library?', '¿Dónde está el biblioteca?'],
  [
    'Translate to English.',
    'Ich habe gestern ein schönes Buch gelesen.',
    'I have yesterday a beautiful book read.',
  ],
  ['Translate to Chinese.', 'Please open the settings.', '请打开设置的。'],
];

/** Drafts of each sentence: the one above, and others with words left out or in another order. */
function inputs(count: number): Input[] {
  const random = new SeededRandom(17);
  return Array.from({ length: count }, (_, id): Input => {
    const [instruction, input, draft] = random.pick(sentences);
    const texts = new Set([draft]);
    while (texts.size < 6) {
      const words = draft.split(/(?<=\s|\p{Script=Han})/u);
      const at = random.integer(0, words.length - 1);
      const [word = ''] = words.splice(at, 1);
      if (random.integer(0, 2) > 0) words.splice(random.integer(0, words.length), 0, word);
      texts.add(words.join('').trim());
    }
    const drafts = [...texts].map((text, index) => ({ text, score: -0.25 * index }));
    return { id, instruction, input, drafts, settings: ways[id % ways.length]! };
  });
}

async function edited(
  parts: EngineParts,
  { instruction, input, drafts, settings }: Input,
): Promise<string[]> {
  const { tokenizer, text } = parts;
  const manifest = { ...parts.manifest, drafts: { languages: {}, pairs: {}, ...settings } };
  const editor = createDraftEditor({ ...parts, manifest });
  assert.ok(editor);
  const textIds = tokenizer.encode(input);
  const source = new SourceBuilder(manifest).build(textIds, tokenizer.encode(instruction));
  const job: RewriteJob = { source, textIds, sentence: text.protect(input, []), terms: new Set() };
  const { iterations, stopConfidence, lengthBeam } = manifest.defaults;
  const found = await editor.edit(job, drafts, '', { iterations, stopConfidence, lengthBeam });
  return found.map(({ ids, score, change = '' }) => `${change} ${ids.join(' ')} ${score.toFixed(1)}`);
}

describe('drafts, as the reference ranks and revises them', function () {
  this.timeout(3_600_000);
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'interlinear-drafts-'));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('with the bundled model, token for token', async function () {
    if (!existsSync(join(bundled, 'weights.safetensors'))) this.skip();
    await runPython([join(__dirname, 'export_float32.py'), bundled, folder, 'float32']);
    const lines = inputs(48);
    const output = await runPython(
      ['-m', 'models', 'decode', '--model', folder, '--threads', '1'],
      lines.map((line) => JSON.stringify(line)).join('\n'),
    );
    const expected = output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Answer);
    const parts = await loadModel({ directory: folder, device: 'cpu', variant: 'float32' });
    try {
      for (const line of lines) {
        const wanted = expected[line.id]!.translations.map(
          ({ ids, score, change }) => `${change} ${ids.join(' ')} ${score.toFixed(1)}`,
        );
        assert.deepEqual(await edited(parts, line), wanted, `${line.id}: ${line.input}`);
      }
    } finally {
      await parts.release();
    }
    const changes = expected.flatMap(({ translations }) => translations.map(({ change }) => change));
    for (const change of ['revised', 'own'])
      assert.ok(changes.filter((found) => found === change).length > 5);
  });
});
