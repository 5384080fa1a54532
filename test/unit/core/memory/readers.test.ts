import assert from 'node:assert/strict';
import { readGettext } from '../../../../extension/core/memory/readers/gettext.js';
import { readResourceTexts } from '../../../../extension/core/memory/readers/resourceTexts.js';
import { readTmx } from '../../../../extension/core/memory/readers/tmx.js';
import { readXliff } from '../../../../extension/core/memory/readers/xliff.js';
import { resourceGroups } from '../../../../extension/core/memory/resourceNames.js';
import type { TranslationUnit } from '../../../../extension/core/memory/translationUnit.js';

const plain = (units: readonly TranslationUnit[]): Record<string, string>[] =>
  units.map(({ texts }) => Object.fromEntries(texts));
const texts = (source: string, name: string): Record<string, string> =>
  Object.fromEntries(readResourceTexts(source, name));
const refuses = (read: () => unknown, message: RegExp): void => {
  assert.throws(read, (error: Error & { code: string }) => {
    assert.equal(error.code, 'invalidArgument');
    assert.match(error.message, message);
    return true;
  });
};
const tmx = (body: string): string =>
  `<?xml version="1.0"?>\n<tmx version="1.4"><body>\n${body}\n</body></tmx>`;

describe('TMX', () => {
  it('has units in several languages, with the code in them', () => {
    const unit = (tag: string, text: string): string => `<tuv xml:lang="${tag}"><seg>${text}</seg></tuv>`;
    const source = tmx(
      `<tu>${unit('en-US', 'Press <ph>&lt;b&gt;</ph>Save &amp; go')}${unit('DE', 'Drücke <ph>&lt;b&gt;</ph>Speichern')}` +
        `${unit('fr_FR', 'Appuyez')}</tu><tu>${unit('en', 'alone')}</tu>`,
    );
    assert.deepEqual(plain(readTmx(source, 'a.tmx')), [
      { en: 'Press <b>Save & go', de: 'Drücke <b>Speichern', fr: 'Appuyez' },
    ]);
  });

  it('is refused with its line where it is damaged', () => {
    refuses(() => readTmx(tmx('<tu><tuv xml:lang="en"><seg>a</tuv></tu>'), 'a.tmx'), /^a\.tmx:3: .*damaged/);
    refuses(() => readTmx(tmx('<tu>').slice(0, -20), 'a.tmx'), /^a\.tmx:\d: .*damaged/);
    refuses(() => readTmx(tmx('<tu><tuv><seg>a</seg></tuv></tu>'), 'a.tmx'), /^a\.tmx:3: .*language/);
    refuses(() => readTmx('<html/>', 'a.tmx'), /^a\.tmx:1: The root element is <html>/);
    refuses(() => readTmx('nothing', 'a.tmx'), /^a\.tmx:1: /);
  });

  it('is refused where it declares entities', () => {
    const bomb =
      '<?xml version="1.0"?>\n<!DOCTYPE tmx [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>\n<tmx>&b;</tmx>';
    refuses(() => readTmx(bomb, 'a.tmx'), /^a\.tmx:2: The document type declares/);
    refuses(() => readTmx(tmx('<tu><tuv xml:lang="en"><seg>&b;</seg></tuv></tu>'), 'a.tmx'), /^a\.tmx:3: /);
    const usual = '<!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx version="1.4"></tmx>';
    assert.deepEqual(readTmx(usual, 'a.tmx'), []);
  });
});

describe('XLIFF as a memory', () => {
  it('has the finished translations', () => {
    const source = `<xliff version="1.2"><file source-language="en" target-language="de-AT"><body>
      <trans-unit id="1"><source>Save</source><target>Speichern</target>
        <alt-trans><source>Safe</source><target>Sicher</target></alt-trans></trans-unit>
      <trans-unit id="2"><source>Open</source><target state="needs-review-translation">Offen</target></trans-unit>
      <trans-unit id="3"><source>a <x id="1"/></source><target>b</target></trans-unit>
      </body></file></xliff>`;
    assert.deepEqual(plain(readXliff(source, 'a.xlf')), [{ en: 'Save', de: 'Speichern' }]);
    const second = `<xliff version="2.0" srcLang="en" trgLang="fr"><file><unit><segment state="final">
      <source>Save</source><target>Enregistrer</target></segment></unit></file></xliff>`;
    assert.deepEqual(plain(readXliff(second, 'a.xlf')), [{ en: 'Save', fr: 'Enregistrer' }]);
    refuses(() => readXliff('<xliff>\n<file>', 'a.xlf'), /^a\.xlf:2: .*damaged/);
  });
});

describe('gettext as a memory', () => {
  const header = 'msgid ""\nmsgstr "Language: de\\n"\n\n';
  it('has what is translated and not fuzzy', () => {
    const source = `${header}msgid "Save\\n"\nmsgstr "Speichern\\n"\n\n#, fuzzy\nmsgid "Open"\nmsgstr "Offen"\n\nmsgid "x"\nmsgstr ""\n`;
    assert.deepEqual(plain(readGettext(source, 'a.po')), [{ en: 'Save\n', de: 'Speichern\n' }]);
  });
  it('is refused without a language', () => {
    refuses(() => readGettext('msgid "a"\nmsgstr "b"\n', 'a.po'), /^a\.po:1: .*language/);
  });
});

describe('texts of resource files', () => {
  it('are read by the rules of the format', () => {
    assert.deepEqual(texts('{"a": {"b": "x \\"y\\""}, "c": ["d", 1], "@c": {"e": "f"}}', 'en.json'), {
      '/a/b': 'x "y"',
      '/c/0': 'd',
    });
    assert.deepEqual(texts('a:\n  b: x\n', 'en.yml'), { '/a/b': 'x' });
    assert.deepEqual(texts('# c\na.b = x\\\n  y \\u00e9\nc:d\n', 'a_en.properties'), {
      'a.b': 'xy é',
      c: 'd',
    });
    assert.deepEqual(texts('/* "a" = "b"; */\n"c" = "d \\"e\\"";\n', 'en.strings'), { c: 'd "e"' });
    const android =
      '<resources><string name="a">It\\\'s <b>x</b> &amp; y</string><plurals name="p"><item quantity="one">o</item>' +
      '<item quantity="other">m</item></plurals><string-array name="s"><item>1</item><item>2</item></string-array></resources>';
    assert.deepEqual(texts(android, 'strings.xml'), {
      a: "It's x & y",
      'p/one': 'o',
      'p/other': 'm',
      's/0': '1',
      's/1': '2',
    });
    const resx = '<root><data name="a" xml:space="preserve"><value>x y</value></data></root>';
    assert.deepEqual(texts(resx, 'Strings.resx'), { a: 'x y' });
  });

  it('are refused with the line of a mistake', () => {
    refuses(() => texts('{"a": "b",\n "c" "d"}', 'en.json'), /^en\.json:2: .*damaged/);
    refuses(() => texts('<resources>\n<string name="a">x</resources>', 'strings.xml'), /^strings\.xml:2: /);
  });
});

describe('names of resource files', () => {
  const groups = (...paths: string[]): Record<string, string>[] =>
    resourceGroups(paths).map((group) => Object.fromEntries(group));
  it('tell which files hold the same texts', () => {
    assert.deepEqual(groups('i18n/en.json', 'i18n/de.json', 'i18n/config.json'), [
      { en: 'i18n/en.json', de: 'i18n/de.json' },
    ]);
    assert.deepEqual(groups('locales/en/common.json', 'locales/pt-BR/common.json', 'locales/en/other.json'), [
      { en: 'locales/en/common.json', pt: 'locales/pt-BR/common.json' },
    ]);
    assert.deepEqual(groups('lib/l10n/app_en.arb', 'lib/l10n/app_de.arb'), [
      { en: 'lib/l10n/app_en.arb', de: 'lib/l10n/app_de.arb' },
    ]);
    assert.deepEqual(groups('m/messages.properties', 'm/messages_de_AT.properties'), [
      { en: 'm/messages.properties', de: 'm/messages_de_AT.properties' },
    ]);
    assert.deepEqual(groups('res/values/strings.xml', 'res/values-de-rAT/strings.xml'), [
      { en: 'res/values/strings.xml', de: 'res/values-de-rAT/strings.xml' },
    ]);
    assert.deepEqual(
      groups('A/Strings.resx', 'A/Strings.fr.resx', 'package.nls.json', 'package.nls.zh-cn.json'),
      [
        { en: 'A/Strings.resx', fr: 'A/Strings.fr.resx' },
        { en: 'package.nls.json', zh: 'package.nls.zh-cn.json' },
      ],
    );
    assert.deepEqual(groups('a/Base.lproj/L.strings', 'a/de.lproj/L.strings', 'a/js/x.json', 'a/ts/x.json'), [
      { en: 'a/Base.lproj/L.strings', de: 'a/de.lproj/L.strings' },
    ]);
  });
});
