import assert from 'node:assert/strict';
import { bars, summary } from '../../../extension/features/classify/bars.js';
import { Classifier } from '../../../extension/features/classify/classifier.js';
import { hoverSentence } from '../../../extension/features/classify/hoverSentence.js';
import { mayAsk } from '../../../extension/features/classify/hoverPolicy.js';
import { chosenSets, labelSets, languageIn } from '../../../extension/features/classify/labelSets.js';
import { LruCache } from '../../../extension/features/classify/lruCache.js';
import type { Manifest } from '../../../extension/core/manifest.js';
import type { ClassifyParameters, ClassifyResult } from '../../../extension/core/protocol.js';

const manifest = {
  id: 'fake',
  version: '1',
  labelSets: [
    { id: 'language', labels: ['English', 'German'], languages: ['en', 'de'] },
    { id: 'formality', labels: ['formal', 'informal'], languages: ['de'] },
    { id: 'sentiment', labels: ['good', 'bad'], languages: ['en', 'de'] },
  ],
} as unknown as Manifest;
const all = ['language', 'formality', 'sentiment'];
const names = (sets: readonly { name: string }[]): string[] => sets.map(({ name }) => name);

/** Gives the first label nine tenths, and remembers what it was asked. */
class FirstLabel {
  public readonly asked: string[] = [];

  public classify = ({ labels }: ClassifyParameters): Promise<ClassifyResult[]> => {
    this.asked.push(labels.join());
    const rest = 0.1 / (labels.length - 1);
    const scores = labels.map((label, index) => ({ label, probability: index === 0 ? 0.9 : rest }));
    return Promise.resolve([{ label: labels[0] ?? '', scores, milliseconds: 1 }]);
  };
}

describe('Bars', () => {
  const scores = [
    { label: 'a\n# b', probability: 0.04 },
    { label: 'formal', probability: 0.96 },
    { label: 'never', probability: 0 },
    { label: 'fourth', probability: 0 },
  ];

  it('are sorted, of equal width, and say the percentage; a label cannot break its line', () => {
    assert.deepEqual(bars(scores).split('\n'), [
      '██████████  96 %  formal',
      '░░░░░░░░░░   4 %  a # b',
      '░░░░░░░░░░   0 %  never',
    ]);
    assert.equal(summary(scores.slice(0, 2)), 'formal 96 % · a # b 4 %');
  });
});

describe('The cache of answers', () => {
  it('forgets what was not used for longest', () => {
    const cache = new LruCache<number>(2);
    cache.set('a', 1);
    cache.set('b', 2);
    assert.equal(cache.get('a'), 1);
    cache.set('c', 3);
    assert.deepEqual([cache.get('a'), cache.get('b'), cache.get('c'), cache.size], [1, undefined, 3, 2]);
  });
});

describe('The choice of label sets', () => {
  it('is that of the settings, in its order, for the language of the text', () => {
    const sets = labelSets(manifest, undefined);
    assert.deepEqual(names(chosenSets(sets, ['sentiment', 'formality', 'none', 'sentiment'])), [
      'sentiment',
      'formality',
    ]);
    assert.deepEqual(names(chosenSets(sets, all, 'en')), ['language', 'sentiment']);
    assert.deepEqual(names(chosenSets(sets, all, 'it')), ['language']);
    assert.deepEqual(names(chosenSets(sets, 'language')), []);
  });

  it('adds a person’s own sets, and leaves out what is none', () => {
    const own = {
      sentiment: ['up', 'down', 'up'],
      one: ['alone'],
      wrong: 3,
      ' ': ['a', 'b'],
      mixed: ['x', 1],
    };
    const sets = labelSets(manifest, own);
    assert.deepEqual(names(sets), all);
    assert.deepEqual(sets.at(-1), { name: 'sentiment', labels: ['up', 'down'], languages: [] });
    assert.deepEqual(names(labelSets(manifest, null)), all);
  });

  it('knows a language only where the model is sure', () => {
    const [language] = labelSets(manifest, undefined);
    assert.equal(languageIn(language!, [{ label: 'German', probability: 0.8 }]), 'de');
    assert.equal(languageIn(language!, [{ label: 'German', probability: 0.5 }]), undefined);
  });
});

describe('The classifier', () => {
  const { signal } = new AbortController();

  it('asks each question once, and only those for the language of the text', async () => {
    const model = new FirstLabel();
    const classifier = new Classifier(model);
    const first = await classifier.describe(manifest, 'A text.', all, {}, signal);
    const second = await classifier.describe(manifest, 'A text.', all, {}, signal);
    assert.deepEqual(
      first.map(({ set }) => set.name),
      ['language', 'sentiment'],
    );
    assert.deepEqual(second, first);
    assert.deepEqual(model.asked, ['English,German', 'good,bad']);
    await classifier.describe({ ...manifest, version: '2' }, 'A text.', all, {}, signal);
    assert.equal(model.asked.length, 4, 'another model has other answers');
  });
});

describe('The hover', () => {
  it('asks only a process that a command has started, or where the setting says so', () => {
    const phases = ['stopped', 'starting', 'loading', 'ready', 'busy', 'restarting', 'failed'] as const;
    assert.deepEqual(
      phases.filter((phase) => mayAsk(phase, false)),
      ['loading', 'ready', 'busy'],
    );
    assert.ok(mayAsk('stopped', true));
  });

  const cases: [language: string, text: string, expected: string | undefined][] = [
    ['markdown', 'One is here now. Tw|o is\nhere now. Three.', 'Two is here now.'],
    ['markdown', '```\nthis is |some code here\n```\n', undefined],
    ['markdown', 'Two w|ords', undefined],
    ['markdown', '12 34 5|6 78 90', undefined],
    ['markdown', '|', undefined],
    ['markdown', '今天天气|很好。我们去公园。', '今天天气很好。'],
    ['typescript', 'const a = 1; // This is| a comment.\nfoo();', 'This is a comment.'],
    ['typescript', '// This is a comment.\nconst th|is = some code here;', undefined],
    ['typescript', '// A comment is here.\nsay("Some wo|rds in a string.");', 'Some words in a string.'],
    ['python', 'def f():\n    """Says what it |does here."""\n', 'Says what it does here.'],
    ['json', '{"key": "Some wo|rds in a string."}', undefined],
  ];
  for (const [language, marked, expected] of cases) {
    it(`${language}: ${JSON.stringify(marked)}`, () => {
      const before = marked.slice(0, marked.indexOf('|')).split('\n');
      const all = marked.replace('|', '').split('\n');
      const lines = { lineCount: all.length, lineAt: (line: number) => ({ text: all[line] ?? '' }) };
      const pointer = { line: before.length - 1, character: before.at(-1)!.length };
      const found = hoverSentence(lines, pointer, language);
      assert.equal(found?.text, expected);
      if (found && found.start.line === found.end.line) {
        assert.equal(
          all[found.start.line]?.slice(found.start.character, found.end.character),
          expected,
          'it says where the sentence stands',
        );
      }
    });
  }
});
