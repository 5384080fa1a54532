import assert from 'node:assert/strict';
import { barLine, summary } from '../../../extension/features/classify/bars.js';
import { Classifier, LruCache } from '../../../extension/session/labels/classifier.js';
import { hoverSentence } from '../../../extension/features/classify/hoverSentence.js';
import { mayAsk } from '../../../extension/model/hoverPolicy.js';
import { chosenSets, labelSets, languageIn, wordsFor } from '../../../extension/session/labels/labelSets.js';
import type { ClientState } from '../../../extension/client/clientTypes.js';
import type { Manifest } from '../../../extension/core/model/manifest.js';
import type { ClassifyParameters, ClassifyResult } from '../../../extension/core/protocol/protocol.js';

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

  public classify = ({ texts, labels }: ClassifyParameters): Promise<ClassifyResult[]> => {
    this.asked.push(labels.join());
    const rest = 0.1 / (labels.length - 1);
    const scores = labels.map((label, index) => ({ label, probability: index === 0 ? 0.9 : rest }));
    return Promise.resolve(texts.map(() => ({ label: labels[0] ?? '', scores, milliseconds: 1 })));
  };
}

describe('Bars', () => {
  const scores = [
    { label: 'a\n# b', probability: 0.14 },
    { label: 'formal', probability: 0.82 },
    { label: 'hardly', probability: 0.04 },
    { label: 'never', probability: 0 },
  ];

  it('begin with the most probable label, and say the percentage; a label cannot break its line', () => {
    assert.equal(barLine('Tone', scores), '████████░░  82 %  Tone: formal · a # b 14 %');
    assert.equal(summary(scores.slice(0, 2)), 'formal 82 % · a # b 14 %');
  });

  it('say nothing of what is hardly so, but always one label', () => {
    assert.equal(barLine('Tone', scores.slice(1)), '████████░░  82 %  Tone: formal');
    const many = Array.from({ length: 40 }, (_, label) => ({ label: `${label}`, probability: 0.025 }));
    assert.equal(barLine('Many', many), '░░░░░░░░░░   3 %  Many: 0');
  });

  it('cut what is long', () => {
    const long = [{ label: '👩'.repeat(40), probability: 1 }];
    assert.equal(barLine('x\ny', long), `██████████ 100 %  x y: ${'👩'.repeat(16)}…`);
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
    assert.deepEqual(sets.at(-1), {
      name: 'sentiment',
      labels: ['up', 'down'],
      languages: [],
      own: true,
    });
    assert.deepEqual(names(labelSets(manifest, null)), all);
  });

  it('asks in the words of the text’s language, in English ones, or in the labels, but in no mixture', () => {
    const labels = {
      now: { en: 'urgent', de: 'dringend', fr: 'urgent' },
      later: { en: 'can wait', de: 'kann warten' },
    };
    const own = { urgency: { labels, title: 'Urgency', languages: ['en', 'de'] } };
    const set = labelSets(manifest, own).at(-1)!;
    assert.deepEqual([set.labels, set.title, set.languages], [['now', 'later'], 'Urgency', ['en', 'de']]);
    assert.deepEqual(wordsFor(set, 'de'), ['dringend', 'kann warten']);
    assert.deepEqual(wordsFor(set, 'fr'), ['urgent', 'can wait']);
    assert.deepEqual(wordsFor(set), ['urgent', 'can wait']);
    const german = labelSets(manifest, { x: { labels: { a: { de: 'ja' }, b: { de: 'nein' } } } }).at(-1)!;
    assert.deepEqual(wordsFor(german, 'en'), ['a', 'b']);
    const same = labelSets(manifest, { x: { labels: { a: { en: 'yes' }, b: { en: 'yes' } } } }).at(-1)!;
    assert.deepEqual(wordsFor(same, 'en'), ['a', 'b'], 'words that are the same tell nothing apart');
  });

  it('leaves out definitions that say nothing', () => {
    const own = {
      a: { labels: { x: {} } },
      b: { labels: ['x'] },
      c: { title: 'C' },
      d: { labels: { x: 1, y: 2 } },
    };
    assert.deepEqual(names(labelSets(manifest, own)), all);
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

  it('asks about many texts in few requests, about each once, and answers in their order', async () => {
    const sizes: number[] = [];
    const classifier = new Classifier({
      classify: ({ texts, labels }) => {
        sizes.push(texts.length);
        return Promise.resolve(
          texts.map((text) => {
            const scores = labels.map((label, index) => ({
              label,
              probability: index === 0 ? Number(text) / 100 : 0,
            }));
            return { label: labels[0] ?? '', scores, milliseconds: 1 };
          }),
        );
      },
    });
    const set = labelSets(manifest, undefined)[2]!;
    const texts = Array.from({ length: 40 }, (_, index) => String(index % 35));
    const scores = await classifier.askAll(manifest, texts, set, signal);
    assert.deepEqual(
      scores.map(([first]) => first?.probability),
      texts.map((text) => Number(text) / 100),
    );
    assert.deepEqual(sizes, [16, 16, 3]);
    await classifier.askAll(manifest, texts, set, signal);
    assert.equal(sizes.length, 3, 'and never again');
  });

  it('asks a text in its own language’s words, and answers with the labels', async () => {
    const model = new FirstLabel();
    const own = {
      u: { labels: { now: { en: 'urgent', de: 'dringend' }, later: { en: 'wait', de: 'warten' } } },
    };
    const set = labelSets(manifest, own).at(-1)!;
    const { scores } = await new Classifier(model).ask(manifest, 'A text.', set, signal);
    assert.deepEqual(model.asked, ['English,German', 'urgent,wait']);
    assert.deepEqual(
      scores.map(({ label }) => label),
      ['now', 'later'],
    );
  });

  it('stops between requests when it is cancelled', async () => {
    const abort = new AbortController();
    const model = new FirstLabel();
    const classifier = new Classifier({
      classify: (parameters) => {
        abort.abort();
        return model.classify(parameters);
      },
    });
    const texts = Array.from({ length: 40 }, (_, index) => `text ${index}`);
    const set = labelSets(manifest, undefined)[0]!;
    await assert.rejects(classifier.askAll(manifest, texts, set, abort.signal), { name: 'AbortError' });
    assert.equal(model.asked.length, 1);
  });
});

describe('The hover', () => {
  it('asks only a process that runs already, for any window, or where the setting says so', async () => {
    const phases = ['stopped', 'starting', 'loading', 'ready', 'busy', 'restarting', 'failed'] as const;
    const asked = async (elsewhere: boolean, startProcess: boolean): Promise<string[]> => {
      const found: string[] = [];
      for (const phase of phases) {
        const state = { phase } as ClientState;
        const process = {
          state,
          onState: () => ({ dispose: () => undefined }),
          isRunning: () => Promise.resolve(elsewhere),
        };
        if (await mayAsk(process, startProcess)) {
          found.push(phase);
        }
      }
      return found;
    };
    assert.deepEqual(await asked(false, false), ['loading', 'ready', 'busy']);
    assert.deepEqual(await asked(true, false), ['stopped', 'loading', 'ready', 'busy']);
    assert.deepEqual(await asked(false, true), [...phases]);
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

  it('measures a line before it reads it, however long its neighbours are', () => {
    const huge = 'word and '.repeat(600_000);
    const all = ['Some sentence here.', huge, 'The sentence of interest is here.', huge, 'Last.'];
    let read = 0;
    const lines = {
      lineCount: all.length,
      lineAt: (line: number) => {
        read++;
        return { text: all[line] ?? '' };
      },
    };
    const started = performance.now();
    assert.equal(
      hoverSentence(lines, { line: 2, character: 5 }, 'markdown')?.text,
      'The sentence of interest is here.',
    );
    assert.equal(hoverSentence(lines, { line: 1, character: 5 }, 'markdown'), undefined);
    assert.ok(read < 100);
    // It took seven seconds.
    assert.ok(performance.now() - started < 3_000);
  });
});
