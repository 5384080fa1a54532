import { strict as assert } from 'node:assert';
import { coreTextPipeline } from '../../../../../extension/inference/rewrite/textPipeline.js';
import { rewriteWith } from '../../../lossless/rewriteWith.js';
import { shouted } from './shouted.js';

/** A text with the answer of a model that knows one sentence only. */
function answered(text: string, format: string, answer: string): string {
  return rewriteWith(() => answer, text, format).text;
}

describe('escapes in the texts of resource files', () => {
  const cases: readonly (readonly [name: string, format: string, text: string, expected: string])[] = [
    [
      'JSON: a tag whose quotes are escaped is one tag',
      'json',
      '{ "link": "Read <a href=\\"/help\\" class=\\"link big\\">the terms</a> first." }',
      '{ "link": "READ <a href=\\"/help\\" class=\\"link big\\">THE TERMS</a> FIRST." }',
    ],
    [
      'JSON: an escaped letter is a letter of its word',
      'json',
      '{ "a": "It\\u2019s the caf\\u00e9 \\ud83d\\ude00 of Zo\\u00EB" }',
      '{ "a": "IT\\u2019S THE CAF\\u00C9 \\ud83d\\ude00 OF ZO\\u00CB" }',
    ],
    [
      'JSON: an escaped slash',
      'json',
      '{"a": "<b>one<\\/b> and\\/or two"}',
      '{"a": "<b>ONE<\\/b> AND\\/OR TWO"}',
    ],
    [
      'JSON5: single quotes, names without quotes, addresses in them',
      'json5',
      "{ open: 'Open the file', 'help page': 'See https://x.org/a or \"the guide\"', /* a note */ }",
      "{ open: 'OPEN THE FILE', 'help page': 'SEE https://x.org/a OR \"THE GUIDE\"', /* A NOTE */ }",
    ],
    [
      'JSON5: an escaped quote and a line that goes on',
      'json5',
      "{ a: 'Don\\'t go\\\n  away' }",
      "{ a: 'DON\\'T GO\\\n  AWAY' }",
    ],
    [
      'YAML: doubled quotes',
      'yaml',
      "a: 'It''s a text'\nb: \"caf\\u00e9 time\"\n",
      "a: 'IT''S A TEXT'\nb: \"CAF\\u00c9 TIME\"\n",
    ],
    [
      'Android: line ends and escaped characters',
      'xml',
      '<resources><string name="a">First line\\nand a dash\\u2014don\\\'t</string><string name="b">?attr/colorOfText</string></resources>',
      '<resources><string name="a">FIRST LINE\\nAND A DASH\\u2014DON\\\'T</string><string name="b">?attr/colorOfText</string></resources>',
    ],
    [
      'Android: CDATA with markup, entities',
      'xml',
      '<resources><string name="a"><![CDATA[<b>Bold text</b> here]]></string><string name="b">Tom &amp; Anna&#8217;s &lt;b>words&lt;/b></string></resources>',
      '<resources><string name="a"><![CDATA[<b>BOLD TEXT</b> HERE]]></string><string name="b">TOM &amp; ANNA&#8217;S &lt;b>WORDS&lt;/b></string></resources>',
    ],
    [
      'XLIFF: escaped markup and entities of it',
      'xliff',
      '<xliff version="1.2"><trans-unit id="1"><source>Press &lt;b class="x"&gt;Save&lt;/b&gt; &amp;nbsp; now</source></trans-unit></xliff>',
      '<xliff version="1.2"><trans-unit id="1"><source>PRESS &lt;b class="x"&gt;SAVE&lt;/b&gt; &amp;nbsp; NOW</source></trans-unit></xliff>',
    ],
    [
      'XLIFF: a message with a tag in one of its branches',
      'xliff',
      '<xliff version="1.2"><trans-unit id="1"><source>{VAR_PLURAL, plural, =0 {no files} other {<x id="I"/> files}}</source></trans-unit></xliff>',
      '<xliff version="1.2"><trans-unit id="1"><source>{VAR_PLURAL, plural, =0 {NO FILES} other {<x id="I"/> FILES}}</source></trans-unit></xliff>',
    ],
    [
      'properties: white space parts key and value, and lines go on',
      'properties',
      'opentab\tThe value\nopen The other \\\n    value\nkey.only\nurl\\:x=It is caf\\u00e9\n',
      'opentab\tTHE VALUE\nopen THE OTHER \\\n    VALUE\nkey.only\nurl\\:x=IT IS CAF\\u00c9\n',
    ],
    [
      'ini: keys with spaces',
      'ini',
      '[part one]\nthe key = the value\n',
      '[part one]\nthe key = THE VALUE\n',
    ],
    [
      'strings: slashes in a key',
      'strings',
      '"https://x.org/a page is down" = "The \\"help\\" page\\U2019s down.";\n',
      '"https://x.org/a page is down" = "THE \\"HELP\\" PAGE\\U2019S DOWN.";\n',
    ],
    [
      'stringsdict: formats are not for people',
      'xml',
      '<plist><dict><key>NSStringLocalizedFormatKey</key><string>%#@files@</string><key>files</key><dict><key>NSStringFormatSpecTypeKey</key><string>NSStringPluralRuleType</string><key>one</key><string>%d file is open</string></dict></dict></plist>',
      '<plist><dict><key>NSStringLocalizedFormatKey</key><string>%#@files@</string><key>files</key><dict><key>NSStringFormatSpecTypeKey</key><string>NSStringPluralRuleType</string><key>one</key><string>%d FILE IS OPEN</string></dict></dict></plist>',
    ],
    [
      'gettext: columns and options of a usage text',
      'po',
      'msgid "x"\nmsgstr ""\n"Usage: %s FILE\\n"\n"  -h, --help      show this help\\n"\n"  -o FILE         write to it\\n"\n',
      'msgid "x"\nmsgstr ""\n"USAGE: %s FILE\\n"\n"  -h, --help      SHOW THIS HELP\\n"\n"  -o FILE         WRITE TO IT\\n"\n',
    ],
  ];
  for (const [name, format, text, expected] of cases) {
    it(name, () => {
      assert.equal(shouted(text, format), expected);
    });
  }

  it('an answer that changes nothing is the text byte for byte, however it mixes ways of writing', () => {
    const text = '{ "a": "caf\\u00e9 and café, \\"one\\" \\u2019 two" }';
    assert.equal(rewriteWith((sentence) => sentence, text, 'json').text, text);
  });

  it('new characters follow the habit of a file in ASCII', () => {
    assert.equal(
      answered('a=Caf\\u00e9 one', 'properties', 'Ein Café für zwei'),
      'a=Ein Caf\\u00e9 f\\u00fcr zwei',
    );
    assert.equal(answered('a=Café one', 'properties', 'Ein Café für zwei'), 'a=Ein Café für zwei');
  });
});

describe('apostrophes of messages', () => {
  it('are doubled where Java reads arguments, and nowhere else', () => {
    const file = 'The file \ue000 is open';
    assert.equal(answered('a=The file {0} is open', 'properties', `L'${file}`), "a=L''The file {0} is open");
    assert.equal(answered('a=The file is open', 'properties', "L'eau"), "a=L'eau");
    assert.equal(answered("a=Don''t open {0}", 'properties', "N'ouvrez pas \ue000"), "a=N''ouvrez pas {0}");
  });

  it('quoted braces stay', () => {
    assert.equal(shouted("a=Use '{' before {0} now", 'properties'), "a=USE '{' BEFORE {0} NOW");
  });
});

describe('data for programs in JSON', () => {
  it('stays: codes, names of icons, classes, events, date patterns, linked messages', () => {
    const text =
      '{"lang":"en-US","icon":"arrow-left","css":"btn btn-primary","date":"MMMM d, yyyy","event":"userDidLogin","link":"Hello @:message.name and {0}","short":"HH:mm","type":"checkbox"}';
    assert.equal(shouted(text, 'json'), text.replace('Hello @:message.name and', 'HELLO @:message.name AND'));
  });

  it('texts that look like it stay texts', () => {
    const text = '{"type":"Type","mode":"Read-only","save":"save","note":"e-mail","a":"May d"}';
    assert.equal(
      shouted(text, 'json'),
      '{"type":"TYPE","mode":"READ-ONLY","save":"SAVE","note":"E-MAIL","a":"MAY D"}',
    );
  });

  it('of a notebook only Markdown is for people', () => {
    const cells =
      '{"cells":[{"cell_type":"markdown","metadata":{"tags":["keep it"]},"source":["# The *first* part\\n","Some `code` \\"here\\".\\n"]},' +
      '{"cell_type":"code","source":["print(\\"all is well\\")"],"outputs":[{"text":["all is well"]}]},' +
      '{"source":"One text","cell_type":"markdown"}],"metadata":{"language_info":{"name":"python"}},"nbformat":4}';
    assert.equal(
      shouted(cells, 'json'),
      cells
        .replace('The *first* part', 'THE *FIRST* PART')
        .replace('Some `code` \\"here\\".', 'SOME `code` \\"HERE\\".')
        .replace('One text', 'ONE TEXT'),
    );
  });

  it('of string catalogues, schemas and interfaces only the texts are for people', () => {
    assert.equal(
      shouted(
        '{"sourceLanguage":"en","strings":{"Go":{"localizations":{"en":{"stringUnit":{"state":"translated","value":"Go on"}}}}}}',
        'json',
      ),
      '{"sourceLanguage":"en","strings":{"Go":{"localizations":{"en":{"stringUnit":{"state":"translated","value":"GO ON"}}}}}}',
    );
    assert.equal(
      shouted(
        '{"openapi":"3.0.0","info":{"title":"The letters"},"tags":[{"name":"letters of it","description":"All of it"}]}',
        'json',
      ),
      '{"openapi":"3.0.0","info":{"title":"THE LETTERS"},"tags":[{"name":"letters of it","description":"ALL OF IT"}]}',
    );
  });
});

describe('marks of menu letters', () => {
  const mark = (source: string, answer: string, format = 'po'): string =>
    /msgstr "(.*)"/.exec(answered(`msgid "x"\nmsgstr "${source}"\n`, format, answer))?.[1] ?? '';

  it('are not seen by the model, and stand in front of the same letter if there is one', () => {
    const seen: string[] = [];
    rewriteWith((sentence) => (seen.push(sentence), sentence), 'msgid "x"\nmsgstr "E&xit"\n', 'po');
    assert.deepEqual(seen, ['Exit']);
    assert.equal(mark('&File', 'Datei'), '&Datei');
    assert.equal(mark('Save &As', 'Sichern als'), 'Sichern &als');
    assert.equal(mark('_Open…', 'Öffnen…'), '_Öffnen…');
    assert.equal(mark('&File', '文件'), '文件(&F)');
    assert.equal(mark('&Open…', '打开…'), '打开(&O)…');
  });

  it('are none in names, entities and texts with several', () => {
    const spansOf = (text: string): string => {
      const [segment] = coreTextPipeline.segment(`msgid "x"\nmsgstr "${text}"\n`, { format: 'po' });
      return coreTextPipeline.protect(segment!.text, segment!.spans, '"', 'po').text;
    };
    for (const text of ['AT&T and Q&A', 'Fish & chips', 'snake_case names', '__init__ of it']) {
      assert.equal(spansOf(text), text);
    }
    assert.equal(spansOf('&Yes or &No'), '\ue000Yes or \ue001No');
  });
});
