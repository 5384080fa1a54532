import { type Manifest, manifestSchema } from '../../../../extension/core/model/manifest.js';
import { specialTokens } from './tinyTokenizer.js';

/** A small manifest in which everything is set; `changes` replace whole parts of it. */
export function tinyManifest(changes: Partial<Manifest> = {}): Manifest {
  return manifestSchema.parse({
    schemaVersion: 1,
    id: 'tiny',
    version: '1.0.0',
    name: 'Tiny',
    description: 'For unit tests',
    license: 'MIT',
    family: 'mini',
    architecture: { layers: 2, hiddenSize: 8, heads: 2, headSize: 4, vocabularySize: 400, parameters: 1000 },
    tokenizer: { kind: 'sentencepiece-unigram', file: 'tokenizer.model', idOffset: 0, normalForm: 'NFC' },
    specialTokens,
    layout: { source: 'text-first', firstPosition: 0, targetPositions: 'restart' },
    length: { relativeTo: 'text', minimum: -4, classes: 9 },
    limits: { sourceTokens: 200, targetTokens: 100 },
    languages: ['en', 'de', 'fr'],
    languageNames: {
      en: { en: ['English'], de: ['Englisch'] },
      de: { en: ['German'], de: ['Deutsch', 'Deutsche'], zh: ['德语'] },
      fr: { en: ['French'], de: ['Französisch'] },
      it: { en: ['Italian'], de: ['Italienisch'] },
    },
    instructions: [
      {
        task: 'translate',
        canonical: 'Translate to {target}.',
        patterns: {
          en: ['translate to {target}', 'in {target}', 'translate from {source} to {target}', '{target}'],
          de: ['übersetze ins {target}'],
          fr: ["traduis l'extrait en {target}"],
          zh: ['翻译成{target}'],
        },
        targets: ['en', 'de', 'fr'],
      },
      { task: 'fix', canonical: 'Fix.', patterns: { en: ['fix it', 'fix grammar'], de: ['korrigiere das'] } },
      {
        task: 'classify',
        canonical: 'Mood.',
        patterns: { en: ['what is the mood'] },
        labelSet: 'mood',
      },
    ],
    labelSets: [{ id: 'mood', labels: ['good', 'bad'], languages: ['en'] }],
    labelInstruction: 'Classify: {labels}.',
    defaults: { iterations: 4, lengthBeam: 1, stopConfidence: 1 },
    variants: [{ id: 'cpu-int8', precision: 'int8', devices: ['cpu'], graph: 'model.int8.onnx' }],
    files: [
      { path: 'tokenizer.model', bytes: 1, sha256: '0'.repeat(64) },
      { path: 'model.int8.onnx', bytes: 1, sha256: '0'.repeat(64) },
    ],
    quality: [],
    ...changes,
  });
}
