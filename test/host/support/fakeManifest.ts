import type { Manifest } from '../../../extension/core/model/manifest.js';

/** A manifest with what the features read of one; nothing is ever loaded from it. */
export const fakeManifest: Manifest = {
  schemaVersion: 1,
  id: 'fake',
  version: '1',
  name: 'Fake',
  description: 'Answers what a test says.',
  license: 'MIT',
  family: 'mini',
  architecture: { layers: 1, hiddenSize: 8, heads: 1, headSize: 8, vocabularySize: 8, parameters: 8 },
  tokenizer: { kind: 'sentencepiece-unigram', file: 'tokenizer.model', idOffset: 0, normalForm: 'NFC' },
  specialTokens: { pad: 0, unknown: 1, separator: 2, mask: 3, length: 4, copy: [] },
  layout: { source: 'text-first', firstPosition: 0, targetPositions: 'restart' },
  length: { relativeTo: 'text', minimum: -4, classes: 8 },
  limits: { sourceTokens: 64, targetTokens: 64 },
  languages: ['en', 'de', 'fr', 'zh'],
  languageNames: {
    en: { en: ['English'], de: ['Englisch'] },
    de: { en: ['German'], de: ['Deutsch'] },
    fr: { en: ['French'], de: ['Französisch'] },
    zh: { en: ['Chinese'], de: ['Chinesisch'] },
  },
  instructions: [
    {
      task: 'translate',
      canonical: 'Translate to {target}.',
      patterns: { en: ['translate to {target}'], de: ['übersetze ins {target}'] },
      targets: ['de', 'fr', 'en'],
    },
    { task: 'fix', canonical: 'Fix grammar and spelling.', patterns: { en: ['fix the grammar'] } },
    { task: 'formal', canonical: 'Make it formal.', patterns: { en: ['make it formal'] } },
    { task: 'classify', canonical: 'Classify tone.', patterns: { en: ['classify'] }, labelSet: 'tone' },
  ],
  labelSets: [{ id: 'tone', labels: ['formal', 'informal'], languages: ['en'] }],
  labelInstruction: 'Classify: {labels}.',
  defaults: { iterations: 4, lengthBeam: 1, stopConfidence: 1 },
  variants: [{ id: 'float32', precision: 'float32', devices: ['cpu'], graph: 'model.onnx' }],
  files: [{ path: 'model.onnx', bytes: 0, sha256: '0'.repeat(64) }],
  quality: [],
};
