import assert from 'node:assert/strict';
import fc from 'fast-check';
import { completions } from '../../../extension/features/instruct/completions.js';
import {
  instructionChoices,
  withTarget,
  wordingsOf,
} from '../../../extension/core/instructions/instructionChoices.js';
import {
  instructionRows,
  type InstructionSources,
} from '../../../extension/features/instruct/instructionRows.js';
import { nearestChoices } from '../../../extension/features/instruct/nearestChoices.js';
import { prefill } from '../../../extension/features/instruct/prefill.js';
import { SavedInstructions } from '../../../extension/features/instruct/savedInstructions.js';
import { similarity } from '../../../extension/features/instruct/similarity.js';
import { parseInstruction } from '../../../extension/core/instructions/instructions.js';
import type { Configuration } from '../../../extension/editor/configuration.js';
import { fakeManifest } from '../../host/support/fakeManifest.js';

const manifest = {
  ...fakeManifest,
  instructions: [
    {
      task: 'translate',
      canonical: 'Translate to {target}.',
      patterns: {
        en: ['translate to {target}', 'translate from {source} to {target}', 'into {target}'],
        de: ['übersetze ins {target}', 'auf {target}'],
      },
      targets: ['de', 'fr'],
    },
    {
      task: 'fix',
      canonical: 'Fix grammar and spelling.',
      patterns: {
        en: ['fix the grammar', 'fix the spelling', 'proofread'],
        de: ['korrigiere', 'korrigiere das'],
      },
    },
    { task: 'formal', canonical: 'Make it formal.', patterns: { en: ['make it formal', 'make it polite'] } },
  ],
  languageNames: {
    de: { en: ['German'], de: ['Deutsch', 'Deutsche'] },
    fr: { en: ['French'], de: ['Französisch', 'Französische'] },
  },
};
const choices = instructionChoices(manifest, 'en');
const wordings = wordingsOf(manifest, choices, 'en');
const labels = (found: readonly { label: string }[]): string[] => found.map(({ label }) => label);

describe('The wordings of what a model can do', () => {
  it('are those of the interface and of English, with every target language, and each is understood', () => {
    const german = instructionChoices(manifest, 'de');
    assert.deepEqual(labels(german), [
      'Übersetze ins Deutsche',
      'Übersetze ins Französische',
      'Korrigiere das',
      'Make it formal.',
    ]);
    const all = wordingsOf(manifest, german, 'de');
    for (const wanted of ['Auf Deutsch', 'Into German', 'Korrigiere', 'Proofread', 'Make it polite']) {
      assert.ok(labels(all).includes(wanted), `${wanted} in ${labels(all).join(', ')}`);
    }
    for (const { label, instruction } of all) {
      assert.equal(parseInstruction(manifest, label).canonical, instruction, label);
    }
    assert.ok(!labels(all).some((label) => /[{}]/.test(label)), 'and none has a gap in it');
  });

  it('have the form of the language’s name that their grammar wants', () => {
    assert.equal(withTarget('übersetze ins {target}', ['Deutsch', 'Deutsche']), 'übersetze ins Deutsche');
    assert.equal(withTarget('auf {target}', ['Deutsch', 'Deutsche']), 'auf Deutsch');
    assert.equal(withTarget('auf {target}', []), undefined);
  });
});

describe('Completions', () => {
  it('begin with what was typed, or have its words in order; what the list shows anyway is left out', () => {
    assert.deepEqual(labels(completions(wordings, 'proof')), ['Proofread']);
    assert.deepEqual(labels(completions(wordings, 'FIX sp')), ['Fix the spelling']);
    assert.deepEqual(labels(completions(wordings, 'in ge')), ['Into German']);
    assert.deepEqual(labels(completions(wordings, 'fix')), [], '“Fix the grammar” is there already');
    assert.deepEqual(labels(completions(wordings, 'polite')), ['Make it polite']);
    assert.deepEqual(labels(completions(wordings, 'spelling fix')), []);
    assert.deepEqual(completions(wordings, ' … '), []);
  });

  it('are few, and two of one meaning at most', () => {
    const many = Array.from({ length: 30 }, (_, index) => ({
      label: `Polish ${index}`,
      instruction: `i${Math.floor(index / 10)}`,
      meaning: 'x',
    }));
    assert.deepEqual(
      labels(completions(many, 'pol')),
      [0, 1, 10, 11, 20, 21].map((index) => `Polish ${index}`),
    );
    assert.equal(completions(many, 'pol', 3).length, 3);
  });
});

describe('The nearest instructions', () => {
  it('are the likeliest ones, one of each task', () => {
    assert.equal(nearestChoices(choices, wordings, 'more polite please')[0]?.label, 'Make it formal');
    assert.equal(nearestChoices(choices, wordings, 'mend the speling')[0]?.label, 'Fix the grammar');
    assert.equal(nearestChoices(choices, wordings, 'frenchify')[0]?.label, 'Translate to French');
    assert.equal(new Set(nearestChoices(choices, wordings, 'x').map(({ task }) => task)).size, 3);
  });

  it('are judged by a likeness between 0 and 1, which is 1 for the same words', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (first, second) => {
        const likeness = similarity(first, second);
        assert.ok(likeness >= 0 && likeness <= 1);
        assert.equal(likeness, similarity(second, first));
      }),
    );
    assert.equal(similarity('Make it formal!', 'make it FORMAL'), 1);
    assert.equal(similarity('', ''), 0);
  });
});

describe('The list of instructions', () => {
  const sources: InstructionSources = {
    saved: [{ name: 'For the handbook', instruction: 'make it polite' }],
    history: ['make it rhyme', 'Fix the grammar'],
    choices,
    wordings,
  };
  const rows = (value: string): string[] =>
    instructionRows(value, sources).map(({ source, label }) => `${source}: ${label}`);

  it('has one’s own first, then the last used, then what the model knows, and nothing twice', () => {
    assert.deepEqual(rows(''), [
      'saved: For the handbook',
      'history: make it rhyme',
      'history: Fix the grammar',
      'model: Translate to German',
      'model: Translate to French',
      'model: Make it formal',
    ]);
  });

  it('offers what is typed, with other ways to say it, unless it is in the list already', () => {
    assert.equal(rows('  proof ')[0], 'typed: proof');
    assert.equal(rows('proof').at(-1), 'completion: Proofread');
    assert.ok(!rows('make it rhyme').some((row) => row.startsWith('typed')));
  });

  it('asks the model in its own words for what it knows', () => {
    const found = instructionRows('', sources);
    assert.equal(
      found.find(({ label }) => label === 'Fix the grammar')?.instruction,
      'Fix grammar and spelling.',
    );
    assert.equal(found.find(({ label }) => label === 'For the handbook')?.instruction, 'make it polite');
  });
});

describe('Saved instructions', () => {
  const read = (value: unknown): unknown =>
    new SavedInstructions({ get: () => value } as unknown as Configuration).entries();

  it('are sorted by name, and what is none is left out', () => {
    assert.deepEqual(read({ b: ' two ', a: 'one', c: 3, d: ' ' }), [
      { name: 'a', instruction: 'one' },
      { name: 'b', instruction: 'two' },
    ]);
    assert.deepEqual(read(null), []);
  });
});

describe('What stands in the input at first', () => {
  it('is what a keybinding says, if it says it well', () => {
    assert.equal(prefill({ prefill: 'translate to ' }), 'translate to ');
    assert.equal(prefill({ prefill: 3 }), '');
    assert.equal(prefill(undefined), '');
  });
});
