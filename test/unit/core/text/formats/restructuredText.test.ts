import { strict as assert } from 'node:assert';
import { rewriteWith } from '../../../lossless/rewriteWith.js';
import { shouted } from './shouted.js';

const lines = (...all: readonly string[]): string => `${all.join('\n')}\n`;

describe('reStructuredText', () => {
  const cases: readonly (readonly [name: string, text: string, expected: string])[] = [
    [
      'code blocks, doctests and literal blocks',
      lines(
        'The title',
        '=========',
        '',
        '.. code-block:: python',
        '',
        '   def open(name):',
        '       return name  # opens it',
        '',
        'Try it::',
        '',
        '   literal text here',
        '',
        '>>> print("Hello there")',
        'Hello there',
        '',
        'The end.',
      ),
      lines(
        'THE TITLE',
        '=========',
        '',
        '.. code-block:: python',
        '',
        '   def open(name):',
        '       return name  # opens it',
        '',
        'TRY IT::',
        '',
        '   literal text here',
        '',
        '>>> print("Hello there")',
        'Hello there',
        '',
        'THE END.',
      ),
    ],
    [
      'options and captions, titles of boxes, versions',
      lines(
        '.. image:: a.png',
        '   :alt: The start page of it',
        '   :width: 10 px',
        '',
        '.. code-block:: python',
        '   :caption: A small example',
        '',
        '   x = 1',
        '',
        '.. admonition:: The title of it',
        '   :class: my box',
        '',
        '   The text.',
        '',
        '.. versionadded:: 2.0 The new thing',
        '',
        '.. note:: Take care.',
      ),
      lines(
        '.. image:: a.png',
        '   :alt: THE START PAGE OF IT',
        '   :width: 10 px',
        '',
        '.. code-block:: python',
        '   :caption: A SMALL EXAMPLE',
        '',
        '   x = 1',
        '',
        '.. admonition:: THE TITLE OF IT',
        '   :class: my box',
        '',
        '   THE TEXT.',
        '',
        '.. versionadded:: 2.0 THE NEW THING',
        '',
        '.. note:: TAKE CARE.',
      ),
    ],
    [
      'line blocks keep their lines',
      lines('| A line block keeps', '| its line breaks.', '', 'The end.'),
      lines('| A LINE BLOCK KEEPS', '| ITS LINE BREAKS.', '', 'THE END.'),
    ],
    [
      'fields, notes, targets, comments and substitutions',
      lines(
        ':param name: the name of it',
        ':type name: str or bytes',
        '',
        '.. [1] A note at the foot.',
        '.. _my target: https://x.org',
        '.. a comment of it',
        '   that goes on',
        '',
        '.. |short| replace:: the long text',
        '',
        'See |short| and [1]_ and target_.',
      ),
      lines(
        ':param name: THE NAME OF IT',
        ':type name: str or bytes',
        '',
        '.. [1] A NOTE AT THE FOOT.',
        '.. _my target: https://x.org',
        '.. a comment of it',
        '   that goes on',
        '',
        '.. |short| replace:: THE LONG TEXT',
        '',
        'SEE |short| AND [1]_ AND target_.',
      ),
    ],
    [
      'roles and links keep their targets, their texts are prose',
      lines('See :ref:`the words <my-target>` and :func:`open` and `the page <https://x.org/a>`__ now.'),
      lines('SEE :ref:`THE WORDS <my-target>` AND :func:`open` AND `THE PAGE <https://x.org/a>`__ NOW.'),
    ],
    [
      'lists, definitions and quotations',
      lines(
        '1. The first',
        '2. The second',
        '   goes on',
        '',
        '- A point',
        '',
        '  - A point in it',
        '',
        'term',
        '    What it says.',
        '',
        '-a, --all   Take all of them',
      ),
      lines(
        '1. THE FIRST',
        '2. THE SECOND',
        '   GOES ON',
        '',
        '- A POINT',
        '',
        '  - A POINT IN IT',
        '',
        'TERM',
        '    WHAT IT SAYS.',
        '',
        '-a, --all   TAKE ALL OF THEM',
      ),
    ],
  ];
  for (const [name, text, expected] of cases) {
    it(name, () => {
      assert.equal(shouted(text, 'restructuredtext'), expected);
    });
  }

  const answered = (answers: Readonly<Record<string, string>>, text: string): string =>
    rewriteWith((sentence) => answers[sentence] ?? sentence, text, 'restructuredtext').text;

  it('lines over and under titles grow with them, also by the width of Chinese', () => {
    const text = lines('===', 'Go!', '===', '', 'End', '---', '', 'Some text.');
    assert.equal(
      answered({ 'Go!': 'Los geht es!', End: '最后的部分', 'Some text.': 'Ein Text.' }, text),
      lines('============', 'Los geht es!', '============', '', '最后的部分', '----------', '', 'Ein Text.'),
    );
  });

  it('columns of a grid table grow with their cells', () => {
    const text = lines(
      '+------+-------------+',
      '| Name | Meaning     |',
      '+======+=============+',
      '| one  | The first   |',
      '+------+-------------+',
    );
    assert.equal(
      answered({ Name: 'Bezeichnung', 'The first': 'Das Erste von allen' }, text),
      lines(
        '+-------------+---------------------+',
        '| Bezeichnung | Meaning             |',
        '+=============+=====================+',
        '| one         | Das Erste von allen |',
        '+-------------+---------------------+',
      ),
    );
  });
});
