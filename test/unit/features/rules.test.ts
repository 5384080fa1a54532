import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Classifier } from '../../../extension/session/labels/classifier.js';
import { labelSets, type LabelSet } from '../../../extension/session/labels/labelSets.js';
import { checkedSentences } from '../../../extension/features/rules/checkedSentences.js';
import { Ignored } from '../../../extension/features/rules/ignored.js';
import { parseRules, parts, ways, type Rule } from '../../../extension/features/rules/rule.js';
import { RuleChecker } from '../../../extension/features/rules/ruleChecker.js';
import { verdictOn, wrongLabels } from '../../../extension/features/rules/verdict.js';
import { ruleSchema } from '../../../extension/contributions/ruleSchema.js';
import type { Manifest } from '../../../extension/core/model/manifest.js';

const manifest = {
  id: 'fake',
  version: '1',
  labelSets: [
    { id: 'language', labels: ['English', 'German', 'French'], languages: ['en', 'de', 'fr'] },
    { id: 'formality', labels: ['formal', 'informal'], languages: ['de'] },
  ],
} as unknown as Manifest;
const [language, formality] = labelSets(manifest, undefined) as [LabelSet, LabelSet];

function rule(definition: object): Rule {
  const { rules, problems } = parseRules({ mine: definition });
  assert.deepEqual(problems, []);
  return rules[0]!;
}

/** Takes a text for German if it has an umlaut, for French if it has an accent, else for English. */
function classifier(asked: string[] = []): Classifier {
  return new Classifier({
    classify: ({ texts, labels }) => {
      asked.push(...texts);
      return Promise.resolve(
        texts.map((text) => {
          const found = /[äöüß]/.test(text) ? 'German' : /[éèà]/.test(text) ? 'French' : labels[0];
          const scores = labels.map((label) => ({ label, probability: label === found ? 0.9 : 0.05 }));
          return { label: found ?? '', scores, milliseconds: 1 };
        }),
      );
    },
  });
}

describe('The rules of the settings', () => {
  it('have defaults that are quiet, and those of the schema', () => {
    const { name, ...found } = rule({ labelSet: 'language', expect: ['English'] });
    assert.equal(name, 'mine');
    assert.deepEqual(found, {
      labelSet: 'language',
      expect: ['English'],
      atLeast: 0.8,
      show: 'information',
      languages: [],
      files: [],
      parts: ['prose', 'comment'],
      fix: [],
      startProcess: false,
    });
    const properties = ruleSchema.properties ?? {};
    assert.equal(properties['atLeast']?.default, found.atLeast);
    assert.equal(properties['show']?.default, found.show);
    assert.deepEqual(properties['show'].enum, ways);
    assert.deepEqual(properties['parts']?.items?.enum, parts);
  });

  it('know every property that the schema offers', () => {
    const all = {
      labelSet: 'a',
      expect: ['b'],
      atLeast: 0.5,
      message: 'm',
      show: 'codeLens',
      languages: ['markdown'],
      files: ['**/*.md'],
      parts: ['subject'],
      fix: ['fix it'],
      startProcess: true,
    };
    rule(all);
    assert.deepEqual(
      Object.keys({ ...all, warnOn: [] }).sort(),
      Object.keys(ruleSchema.properties ?? {}).sort(),
    );
  });

  it('are left out, and said why, where they are wrong', () => {
    const { rules, problems } = parseRules({
      good: { labelSet: 'a', warnOn: ['b'] },
      both: { labelSet: 'a', warnOn: ['b'], expect: ['c'] },
      neither: { labelSet: 'a' },
      misspelt: { labelSet: 'a', expect: ['b'], severity: 'error' },
      none: 3,
    });
    assert.deepEqual(
      rules.map(({ name }) => name),
      ['good'],
    );
    assert.equal(problems.length, 4);
    assert.match(problems[0] ?? '', /both: exactly one of warnOn and expect/);
    assert.match(problems[2] ?? '', /misspelt.*severity/);
    assert.deepEqual(parseRules('x'), { rules: [], problems: [] });
  });
});

describe('What a rule has against a sentence', () => {
  it('is every label that it does not expect, or those that it names, in any spelling', () => {
    assert.deepEqual(wrongLabels({ expect: ['english'] }, language), ['German', 'French']);
    assert.deepEqual(wrongLabels({ expect: ['en', 'de'] }, language), ['French']);
    assert.deepEqual(wrongLabels({ warnOn: ['FR'] }, language), ['French']);
    assert.deepEqual(wrongLabels({ expect: ['Klingon'] }, language), [], 'a slip must not make all wrong');
    const own = { mood: { labels: { do: { en: 'imperative' }, tell: { en: 'descriptive' } } } };
    const mood = labelSets(manifest, own).at(-1)!;
    assert.deepEqual(wrongLabels({ expect: ['imperative'] }, mood), ['tell']);
  });

  it('counts from the probability on that any of them is true', () => {
    const scores = [
      { label: 'English', probability: 0.3 },
      { label: 'German', probability: 0.3 },
      { label: 'French', probability: 0.4 },
    ];
    assert.deepEqual(verdictOn(['German', 'French'], scores, 0.7), { label: 'French', probability: 0.7 });
    assert.equal(verdictOn(['German', 'French'], scores, 0.71), undefined);
    assert.equal(verdictOn([], scores, 0), undefined);
  });

  it('never goes down when more labels are wrong', () => {
    const labels = ['a', 'b', 'c', 'd'];
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 }),
        fc.subarray(labels),
        fc.subarray(labels),
        (probabilities, some, others) => {
          const scores = labels.map((label, index) => ({ label, probability: probabilities[index]! }));
          const few = verdictOn(some, scores, 0)?.probability ?? 0;
          const many = verdictOn([...new Set([...some, ...others])], scores, 0)?.probability ?? 0;
          assert.ok(many >= few - 1e-9);
        },
      ),
    );
  });
});

describe('The sentences that rules look at', () => {
  const texts = (text: string, languageId: string): string[] =>
    checkedSentences(text, languageId).map((found) => `${found.parts.join('+')}: ${found.text}`);

  it('are those of prose, without code', () => {
    assert.deepEqual(
      texts('# A title of mine\n\nOne is here. `x`\n\n```\nsome code is here\n```\n', 'markdown'),
      ['prose: A title of mine', 'prose: One is here.'],
    );
  });

  it('are comments and strings of code', () => {
    const code = '// The first comment here.\nsay("A string with words", x);\nconst some = other + thing;\n';
    assert.deepEqual(texts(code, 'typescript'), [
      'comment: The first comment here.',
      'string: A string with words',
    ]);
  });

  it('tell the subject of a commit message from its body', () => {
    const message = '\nadded some more tests\n\nThey are rather good.\n# Please enter the commit message\n';
    assert.deepEqual(texts(message, 'git-commit'), [
      'prose+subject: added some more tests',
      'prose: They are rather good.',
    ]);
  });

  it('stand where they say', () => {
    const text = 'x = 1; // Here is one.\n"""Says what it does."""\n# And here another one.\n';
    for (const { start, end, text: sentence } of checkedSentences(text, 'python')) {
      assert.equal(text.slice(start, end).replace(/\s+/g, ' '), sentence);
    }
    assert.deepEqual(checkedSentences('', 'markdown'), []);
  });
});

describe('The checker of rules', () => {
  const { signal } = new AbortController();
  const sentences = checkedSentences(
    'All is well here. Das ist nicht schön. Voilà une phrase ici.',
    'markdown',
  );
  const found = async (definition: object, asked?: string[]): Promise<string[]> => {
    const checker = new RuleChecker(classifier(asked));
    const findings = await checker.check(manifest, [rule(definition)], sentences, {}, signal);
    return findings.map(({ label, sentence }) => `${label}: ${sentence.text}`);
  };

  it('finds the sentences that are not as expected', async () => {
    assert.deepEqual(await found({ labelSet: 'language', expect: ['English'] }), [
      'German: Das ist nicht schön.',
      'French: Voilà une phrase ici.',
    ]);
    assert.deepEqual(await found({ labelSet: 'language', warnOn: ['fr'] }), [
      'French: Voilà une phrase ici.',
    ]);
    assert.deepEqual(await found({ labelSet: 'language', expect: ['English'], atLeast: 0.99 }), []);
  });

  it('asks nothing of parts that a rule is not for, and nothing for a set that there is not', async () => {
    const asked: string[] = [];
    assert.deepEqual(await found({ labelSet: 'language', expect: ['en'], parts: ['comment'] }, asked), []);
    assert.deepEqual(await found({ labelSet: 'nonsense', expect: ['en'] }, asked), []);
    assert.deepEqual(await found({ labelSet: 'language', expect: ['nonsense'] }, asked), []);
    assert.deepEqual(asked, []);
  });

  it('asks by a set only of sentences in the languages that the set is for', async () => {
    const asked: string[] = [];
    assert.deepEqual(await found({ labelSet: 'formality', warnOn: ['formal'], atLeast: 0 }, asked), [
      'formal: Das ist nicht schön.',
    ]);
    assert.equal(asked.filter((text) => text.startsWith('Das')).length, 2);
    assert.equal(asked.filter((text) => text.startsWith('All')).length, 1);
    assert.deepEqual(formality.languages, ['de']);
  });
});

describe('What is ignored', () => {
  it('is a sentence for one rule, or a rule, until it is shown again; and no text is kept', async () => {
    const values = new Map<string, unknown>();
    const ignored = new Ignored({
      get: <Value>(key: string, fallback: Value) => (values.get(key) as Value | undefined) ?? fallback,
      update: (key: string, value: unknown) => {
        values.set(key, value);
        return Promise.resolve();
      },
    });
    await ignored.addSentence('a', 'Some secret words.');
    assert.deepEqual(
      [
        ignored.has('a', 'Some secret words.'),
        ignored.has('b', 'Some secret words.'),
        ignored.has('a', 'Others.'),
      ],
      [true, false, false],
    );
    assert.doesNotMatch(JSON.stringify([...values]), /secret/);
    await ignored.addRule('b');
    assert.ok(ignored.has('b', 'Anything.') && ignored.hasRule('b') && !ignored.hasRule('a'));
    assert.equal(await ignored.clear(), 2);
    assert.ok(!ignored.has('a', 'Some secret words.') && !ignored.hasRule('b'));
  });
});
