import assert from 'node:assert/strict';
import { LanguageDetector } from '../../../../extension/session/labels/languageDetector.js';
import { surfaceOf } from '../../../../extension/session/languages/surface.js';
import { TargetMemory } from '../../../../extension/session/languages/targetMemory.js';
import { findTarget, isSameWriting } from '../../../../extension/core/instructions/translationTargets.js';
import { tinyManifest } from '../../inference/support/tinyManifest.js';

const manifest = tinyManifest();

describe('Target languages', () => {
  for (const [wanted, code] of [
    ['de', 'de'],
    ['DE', 'de'],
    ['de-AT', 'de'],
    ['de_CH', 'de'],
    ['German', 'de'],
    ['deutsch', 'de'],
    ['德语', 'de'],
    ['it', undefined],
    ['Klingon', undefined],
    ['', undefined],
    ['de-Cyrl', undefined],
  ] as const) {
    it(`finds ${code ?? 'none'} for “${wanted}”`, () => {
      assert.equal(findTarget(manifest, wanted)?.code, code);
    });
  }

  it('tells scripts apart, and not regions', () => {
    assert.ok(isSameWriting('zh', 'zh-CN'));
    assert.ok(!isSameWriting('zh', 'zh-TW'));
    assert.ok(isSameWriting('pt', 'pt-br'));
    assert.ok(!isSameWriting('not a code!', 'not a code!'));
  });
});

describe('Memory of target languages', () => {
  function memory(): TargetMemory {
    const values = new Map<string, unknown>();
    return new TargetMemory({
      get: <Value>(key: string, fallback: Value) => (values.get(key) as Value | undefined) ?? fallback,
      update: (key, value) => {
        values.set(key, value);
        return Promise.resolve();
      },
    });
  }
  const place = (languageId: string, scheme = 'file') => surfaceOf({ languageId, uri: { scheme } });

  it('keeps the commit box, comments and notebooks apart from files', () => {
    const places = [
      place('markdown'),
      place('scminput', 'vscode-scm'),
      place('markdown', 'comment'),
      place('markdown', 'vscode-notebook-cell'),
    ];
    assert.equal(new Set(places).size, places.length);
    assert.equal(place('scminput'), place('plaintext', 'vscode-scm'));
  });

  it('gives the last language of the place, else the last of any', async () => {
    const targets = memory();
    assert.equal(targets.last('markdown'), undefined);
    await targets.remember('markdown', 'de');
    await targets.remember('commit-box', 'en');
    assert.equal(targets.last('markdown'), 'de');
    assert.equal(targets.last('commit-box'), 'en');
    assert.equal(targets.last('latex'), 'en');
  });
});

describe('Language of a text', () => {
  const sentence = 'Das ist ein ganz gewöhnlicher Satz.';
  function detector(answer: (text: string) => string | undefined): {
    readonly asked: string[];
    readonly detector: LanguageDetector;
  } {
    const asked: string[] = [];
    const languages = (_: unknown, texts: readonly string[]): Promise<(string | undefined)[]> => {
      asked.push(...texts);
      return Promise.resolve(texts.map(answer));
    };
    return { asked, detector: new LanguageDetector({ languages }) };
  }

  it('is that of its sentences', async () => {
    assert.equal(await detector(() => 'de').detector.language(manifest, sentence), 'de');
  });

  it('is not known where they differ, or one is not certain', async () => {
    const text = `${sentence}\nThis is quite an ordinary sentence.`;
    const mixed = detector((part) => (part.startsWith('Das') ? 'de' : 'en'));
    assert.equal(await mixed.detector.language(manifest, text), undefined);
    const unsure = detector((part) => (part.startsWith('Das') ? 'de' : undefined));
    assert.equal(await unsure.detector.language(manifest, text), undefined);
  });

  it('is not asked for of words and of code', async () => {
    const { asked, detector: subject } = detector(() => 'de');
    assert.equal(await subject.language(manifest, 'Hallo'), undefined);
    assert.equal(
      await subject.language(manifest, '```\nconst aVeryLongName = another.long.name;\n```', 'markdown'),
      undefined,
    );
    assert.deepEqual(asked, []);
  });

  it('is found by a few sentences of a long text, without its code', async () => {
    const { asked, detector: subject } = detector(() => 'de');
    const text = Array.from({ length: 200 }, () => `${sentence} Mit \`code\` und noch mehr Wörtern.`).join(
      '\n\n',
    );
    assert.equal(await subject.language(manifest, text, 'markdown'), 'de');
    assert.ok(asked.length <= 8 && asked.length > 2, String(asked.length));
    assert.ok(asked.every((part) => !part.includes('code')));
  });
});
