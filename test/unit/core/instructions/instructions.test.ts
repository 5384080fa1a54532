import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import {
  describeTasks,
  type InstructionManifest,
  parseInstruction,
} from '../../../../extension/core/instructions/instructions.js';
import { paraphrases, refusals } from './instructionParaphrases.js';
import { tinyManifest } from '../../inference/support/tinyManifest.js';

const manifest = tinyManifest();
const canonical = (text: string, from: InstructionManifest = manifest): string =>
  parseInstruction(from, text).canonical;

describe('instructions', () => {
  it('are understood in every interface language', () => {
    assert.equal(canonical('translate to German'), 'Translate to German.');
    assert.equal(canonical('übersetze ins Französisch'), 'Translate to French.');
    assert.equal(canonical('翻译成德语'), 'Translate to German.');
    assert.equal(canonical('fix it'), 'Fix.');
    assert.equal(canonical('korrigiere das'), 'Fix.');
    assert.equal(canonical('in Deutsch'), 'Translate to German.');
    assert.equal(canonical('French'), 'Translate to French.');
  });

  it('give the task and the target', () => {
    const parsed = parseInstruction(manifest, 'translate to german');
    assert.equal(parsed.instruction.task, 'translate');
    assert.equal(parsed.target, 'de');
    assert.equal(parseInstruction(manifest, 'fix it').target, undefined);
  });

  it('do not depend on case, punctuation, quotation marks, spaces or courtesy', () => {
    const spellings = [
      'Translate to German.',
      '  TRANSLATE   TO  GERMAN!! ',
      '"translate to German"',
      '„Translate to German“',
      'please translate to German',
      'Translate to German, please.',
      'Translate to «German»',
      'bitte translate to german…',
      'ｔｒａｎｓｌａｔｅ to German',
    ];
    for (const spelling of spellings) assert.equal(canonical(spelling), 'Translate to German.', spelling);
    assert.equal(canonical('请翻译成 德语。'), 'Translate to German.');
    assert.equal(canonical('traduis l’extrait en German'), 'Translate to German.');
  });

  it('may name the source language, which must be one', () => {
    assert.equal(canonical('translate from English to German'), 'Translate to German.');
    assert.throws(() => canonical('translate from Klingon to German'), { code: 'unknownInstruction' });
  });

  it('that are unknown give an error that lists what the model can do', () => {
    for (const text of ['make me a sandwich', '', 'translate', 'in time', 'translate to Klingon']) {
      assert.throws(
        () => canonical(text),
        (error: Error & { code: string }) => {
          assert.equal(error.code, 'unknownInstruction');
          assert.match(error.message, /"Translate to …\." \(English, German, French\); "Fix\."; "Mood\."/);
          return true;
        },
      );
    }
  });

  it('for a language that the model knows but does not write say so', () => {
    assert.throws(() => canonical('translate to Italian'), { message: /does not write Italian/ });
  });

  it('are described for people', () => {
    assert.deepEqual(describeTasks(manifest), [
      {
        task: 'translate',
        canonical: 'Translate to {target}.',
        targets: [
          { code: 'en', name: 'English' },
          { code: 'de', name: 'German' },
          { code: 'fr', name: 'French' },
        ],
      },
      { task: 'fix', canonical: 'Fix.', targets: [] },
      { task: 'classify', canonical: 'Mood.', targets: [], labels: ['good', 'bad'] },
    ]);
  });
});

describe('the instructions that models are trained on', () => {
  const path = join(__dirname, '..', '..', '..', '..', 'models', 'instructions.json');
  const trained = JSON.parse(readFileSync(path, 'utf8')) as InstructionManifest;

  it('are each understood as themselves, in every wording and for every target', () => {
    assert.ok(existsSync(path) && trained.instructions.length >= 9);
    let checked = 0;
    for (const instruction of trained.instructions) {
      for (const target of instruction.targets ?? [undefined]) {
        const names = Object.values(trained.languageNames[target ?? ''] ?? { en: [''] }).flat();
        for (const pattern of [instruction.canonical, ...Object.values(instruction.patterns).flat()]) {
          for (const name of names) {
            const source = target === 'en' ? 'German' : 'English';
            const text = pattern.replace('{target}', () => name).replace('{source}', () => source);
            const parsed = parseInstruction(trained, text);
            assert.equal(parsed.instruction, instruction, text);
            assert.equal(parsed.target, target, text);
            checked++;
          }
        }
      }
    }
    assert.ok(checked > 1000);
  });

  it('are rendered as the canonical wording', () => {
    assert.equal(canonical('übersetze das ins Deutsche', trained), 'Translate to German.');
    assert.equal(canonical('fix the grammar', trained), 'Fix grammar and spelling.');
    assert.equal(canonical('make it formal', trained), 'Make it formal.');
    assert.equal(canonical('what is the sentiment?', trained), 'Classify sentiment.');
  });
});

describe('wordings that no template has', () => {
  const path = join(__dirname, '..', '..', '..', '..', 'models', 'instructions.json');
  const trained = JSON.parse(readFileSync(path, 'utf8')) as InstructionManifest;
  const templates = trained.instructions.flatMap(({ patterns }) => Object.values(patterns).flat());

  it('are many, and none is a template', () => {
    assert.ok(paraphrases.length >= 60 && refusals.length >= 20);
    const known = new Set(templates.map((template) => template.toLowerCase()));
    for (const [asked] of paraphrases) assert.ok(!known.has(asked.toLowerCase()), asked);
  });

  for (const [asked, expected] of paraphrases) {
    it(`"${asked}" is understood`, () => {
      assert.equal(canonical(asked, trained), expected);
    });
  }

  for (const asked of refusals) {
    it(`"${asked}" is refused`, () => {
      assert.throws(() => canonical(asked, trained), { code: 'unknownInstruction' });
    });
  }

  for (const asked of [
    'translate to German and make it formal',
    'Fix the grammar, then translate it into French',
    'übersetze ins Deutsche und mach es einfacher',
    'traduis en allemand et corrige les fautes',
    'translate to German and add two jokes',
  ]) {
    it(`refuses two things at once: ${asked}`, () => {
      assert.throws(() => canonical(asked, trained), { code: 'unknownInstruction' });
    });
  }

  it('come with suggestions where they are not clear', () => {
    assert.throws(() => canonical('explain the code in plain words', trained), {
      message: /"explain the code in plain words"\. Did you mean "Simplify\."\? It can do:/,
    });
    assert.throws(() => canonical('write a poem', trained), { message: /"write a poem"\. It can do:/ });
    assert.throws(() => canonical('I need this in Japanese', trained), {
      message: /does not write Japanese/,
    });
  });
});
