import assert from 'node:assert/strict';
import { languageName } from '../../../extension/core/text/languageName.js';
import { instructionChoices } from '../../../extension/core/instructions/instructionChoices.js';
import { InstructionHistory } from '../../../extension/features/instruct/instructionHistory.js';
import { labelsAskedFor } from '../../../extension/features/instruct/labelQuestion.js';
import { rewriteTasks } from '../../../extension/core/instructions/rewriteTasks.js';
import { commandArguments } from '../../../extension/session/selection/commandArguments.js';
import { TargetMemory } from '../../../extension/session/languages/targetMemory.js';
import { translationTargets } from '../../../extension/core/instructions/translationTargets.js';
import { fakeManifest } from '../../host/support/fakeManifest.js';

/** A memento of VS Code that forgets with the test. */
class Memory {
  private readonly values = new Map<string, unknown>();

  public get<Value>(key: string, fallback: Value): Value {
    return (this.values.get(key) as Value | undefined) ?? fallback;
  }

  public update(key: string, value: unknown): Promise<void> {
    this.values.set(key, value);
    return Promise.resolve();
  }
}

describe('What a person can ask for', () => {
  it('is worded in the language of the interface, and asks the model in its own words', () => {
    const choices = instructionChoices(fakeManifest, 'de');
    assert.deepEqual(choices[0], {
      label: 'Übersetze ins Deutsch',
      instruction: 'Translate to German.',
      task: 'translate',
    });
    assert.equal(
      choices.find(({ instruction }) => instruction === 'Make it formal.')?.label,
      'Make it formal.',
      'English where the manifest has no other wording',
    );
  });

  it('has one choice per target language, also where the interface has no name for it', () => {
    const labels = instructionChoices(fakeManifest, 'en').map(({ label }) => label);
    assert.deepEqual(labels, [
      'Translate to German',
      'Translate to French',
      'Translate to English',
      'Fix the grammar',
      'Make it formal',
      'Classify',
    ]);
    assert.equal(instructionChoices(fakeManifest, 'xx')[0]?.label, 'Translate to German.');
  });

  it('translates into the languages of the manifest', () => {
    assert.deepEqual(translationTargets(fakeManifest), [
      { code: 'de', name: 'German', instruction: 'Translate to German.' },
      { code: 'fr', name: 'French', instruction: 'Translate to French.' },
      { code: 'en', name: 'English', instruction: 'Translate to English.' },
    ]);
    assert.deepEqual(translationTargets({ ...fakeManifest, instructions: [] }), []);
  });

  it('rewrites by tasks that need neither a language nor labels', () => {
    assert.deepEqual(
      rewriteTasks(fakeManifest).map(({ task }) => task),
      ['fix', 'formal'],
    );
  });

  it('may be a question about the text', () => {
    assert.deepEqual(labelsAskedFor(fakeManifest, 'Classify!'), ['formal', 'informal']);
    assert.equal(labelsAskedFor(fakeManifest, 'please fix the grammar'), undefined);
    assert.equal(labelsAskedFor(fakeManifest, 'make it rhyme'), undefined);
  });

  it('is named as the interface names languages', () => {
    assert.equal(languageName('de', 'fr', 'German'), 'allemand');
    assert.equal(languageName('de', 'en', 'x'), 'German');
    assert.equal(languageName('not a code', 'en', 'Fallback'), 'Fallback');
  });
});

describe('What is remembered', () => {
  it('are the last instructions, each once, latest first, twenty at most', async () => {
    const history = new InstructionHistory(new Memory());
    for (let index = 0; index < 25; index++) {
      await history.add(`instruction ${index}`);
    }
    await history.add('instruction 10');
    assert.equal(history.entries().length, 20);
    assert.deepEqual(history.entries().slice(0, 3), ['instruction 10', 'instruction 24', 'instruction 23']);
    await history.remove('instruction 24');
    assert.deepEqual(history.entries().slice(0, 2), ['instruction 10', 'instruction 23']);
    assert.equal(history.entries().length, 19);
  });

  it('is the target language per language of document', async () => {
    const memory = new TargetMemory(new Memory());
    await memory.remember('markdown', 'de');
    await memory.remember('git-commit', 'en');
    await memory.remember('markdown', 'fr');
    assert.equal(memory.last('markdown'), 'fr');
    assert.equal(memory.last('git-commit'), 'en');
  });
});

describe('Arguments of commands', () => {
  it('are taken where they are well formed, and ignored otherwise', () => {
    const ranges = [{ start: { line: 0, character: 1 }, end: { line: 2, character: 3 } }];
    assert.deepEqual(commandArguments({ instruction: ' shorter ', ranges }), {
      instruction: 'shorter',
      ranges,
    });
    assert.deepEqual(commandArguments(undefined), {});
    assert.deepEqual(commandArguments('file:///a'), {});
    assert.deepEqual(commandArguments({ ranges: [{ start: -1 }] }), {});
    // What a menu passes: the resource, which has properties of its own.
    assert.deepEqual(commandArguments({ scheme: 'file', path: '/a', fsPath: '/a' }), {});
  });
});
