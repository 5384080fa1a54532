import { strict as assert } from 'node:assert';
import { TranslateBench } from './translateBench.js';

describe('interlinear translate, of catalogues', () => {
  let bench: TranslateBench;
  beforeEach(() => (bench = new TranslateBench()));
  afterEach(() => bench.close());

  async function translated(path: string, content: string, ...options: readonly string[]): Promise<string> {
    bench.write(path, content);
    const { code, stderr } = await bench.translate(...options);
    assert.equal(code, 0, stderr);
    return bench.read(path);
  }

  const header = [
    'msgid ""',
    'msgstr ""',
    '"Project-Id-Version: x\\n"',
    '"Content-Type: text/plain; charset=CHARSET\\n"',
    '"Language: \\n"',
    '"Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;\\n"',
  ];

  it('fills msgstr, keeps msgid, comments and what is translated, and flags the new', async () => {
    const catalogue = [
      ...header,
      '',
      '# A note for translators.',
      '#. Extracted note.',
      '#: src/main.c:10',
      '#, c-format',
      'msgctxt "menu"',
      'msgid "Open %s in <b>%d</b> windows"',
      'msgstr ""',
      '',
      'msgid "Done"',
      'msgstr "Fertig"',
      '',
      '#~ msgid "Old"',
      '#~ msgstr ""',
      '',
    ];
    const output = await translated('a.po', catalogue.join('\n'));
    const expected = [
      'msgid ""',
      'msgstr ""',
      '"Project-Id-Version: x\\n"',
      '"Content-Type: text/plain; charset=UTF-8\\n"',
      '"Language: de\\n"',
      '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"',
      '',
      '# A note for translators.',
      '#. Extracted note.',
      '#: src/main.c:10',
      '#, fuzzy, c-format',
      'msgctxt "menu"',
      'msgid "Open %s in <b>%d</b> windows"',
      'msgstr "OPEN %s IN <b>%d</b> WINDOWS"',
      '',
      'msgid "Done"',
      'msgstr "Fertig"',
      '',
      '#~ msgid "Old"',
      '#~ msgstr ""',
      '',
    ];
    assert.equal(output, expected.join('\n'));
    assert.deepEqual(bench.sentences, ['Open %s in <b>%d</b> windows']);
  });

  it('joins wrapped messages, and writes a line for each line of the text', async () => {
    const output = await translated(
      'a.po',
      'msgid ""\n"A message that is "\n"wrapped \\"here\\".\\n"\n"Second line."\nmsgstr ""\n',
      '--no-fuzzy',
    );
    assert.deepEqual(bench.sentences, ['A message that is wrapped \\"here\\".', 'Second line.']);
    assert.equal(
      output,
      'msgid ""\n"A message that is "\n"wrapped \\"here\\".\\n"\n"Second line."\n' +
        'msgstr ""\n"A MESSAGE THAT IS WRAPPED \\"HERE\\".\\n"\n"SECOND LINE."\n',
    );
  });

  const plural = 'msgid "One file"\nmsgid_plural "%d files"\nmsgstr[0] ""\nmsgstr[1] ""\n';

  it('fills plural forms, as many as the target has', async () => {
    assert.equal(
      await translated('a.po', plural, '--no-fuzzy'),
      'msgid "One file"\nmsgid_plural "%d files"\nmsgstr[0] "ONE FILE"\nmsgstr[1] "%d FILES"\n',
    );
  });

  it('keeps the rule for plurals of a catalogue in the target language', async () => {
    const rule = 'nplurals=3; plural=(n==1 ? 0 : n==2 ? 1 : 2);';
    const own = `msgid ""\nmsgstr ""\n"Language: de\\n"\n"Plural-Forms: ${rule}\\n"\n\n`;
    const output = await translated('a.po', own + plural, '--no-fuzzy');
    assert.ok(output.startsWith(own));
    assert.match(output, /msgstr\[2\] "%d FILES"\n$/);
  });

  it('leaves messages that people have begun to translate as they are', async () => {
    const begun = plural.replace('msgstr[0] ""', 'msgstr[0] "Eine Datei"');
    assert.equal(await translated('a.po', begun), begun);
  });

  it('keeps Windows line ends in catalogues', async () => {
    assert.equal(
      await translated('a.po', 'msgid "One"\r\nmsgstr ""\r\n'),
      '#, fuzzy\r\nmsgid "One"\r\nmsgstr "ONE"\r\n',
    );
  });

  it('names the line of the message whose translation is missing', async () => {
    bench.prepare = (engine) => (engine.warningFor = () => 'protected-span-lost');
    bench.write('a.po', '\n\nmsgid "One thing"\nmsgstr ""\n');
    assert.match((await bench.translate()).stderr, /a\.po:3: left as it was: the answer would have lost/);
  });

  it('fills targets of XLIFF 1.2, and keeps sources, notes and translations', async () => {
    const source = [
      '<?xml version="1.0"?>',
      '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">',
      '<file source-language="en" original="a">',
      '<body>',
      '  <trans-unit id="1">',
      '    <source>Open <x id="a"/> now</source>',
      '    <note>For people</note>',
      '  </trans-unit>',
      '  <trans-unit id="2"><source>Two</source><target/></trans-unit>',
      '  <trans-unit id="3"><source>Three</source><target>Drei</target></trans-unit>',
      '  <trans-unit id="4" translate="no"><source>Four</source></trans-unit>',
      '</body></file></xliff>',
      '',
    ].join('\n');
    const state = ' state="needs-review-translation"';
    const expected = source
      .replace('original="a">', 'original="a" target-language="de">')
      .replace('now</source>\n', `now</source>\n    <target${state}>OPEN <x id="a"/> NOW</target>\n`)
      .replace('<target/>', `<target${state}>TWO</target>`);
    assert.equal(await translated('a.xlf', source), expected);
  });

  it('fills targets of XLIFF 2', async () => {
    const source =
      '<xliff version="2.0" srcLang="en"><file id="f"><unit id="1"><segment><source>One</source></segment></unit></file></xliff>';
    assert.equal(
      await translated('a.xliff', source),
      '<xliff version="2.0" srcLang="en" trgLang="de"><file id="f"><unit id="1"><segment><source>One</source><target>ONE</target></segment></unit></file></xliff>',
    );
  });

  it('keeps keys and escapes of properties', async () => {
    assert.equal(
      await translated('a.properties', 'menu.open=Open {0} \\u0041 now\nempty=\n'),
      'menu.open=OPEN {0} \\u0041 NOW\nempty=\n',
    );
  });

  it('takes JSON and YAML for programs as they are', async () => {
    const config = '{"scripts": {"build": "make all"}}';
    assert.equal(await translated('package.json', config), config);
    assert.deepEqual(bench.engines, []);
  });
});
