import { strict as assert } from 'node:assert';
import { rewriteWith } from '../../../lossless/rewriteWith.js';
import { shouted } from './shouted.js';

const lines = (...all: readonly string[]): string => `${all.join('\n')}\n`;

describe('dialects of Markdown', () => {
  const cases: readonly (readonly [name: string, text: string, expected: string])[] = [
    [
      'blocks of code of Liquid',
      lines(
        'The next part.',
        '',
        '{% highlight ruby %}',
        'puts "this is open"',
        '{% endhighlight %}',
        '',
        'The end.',
      ),
      lines(
        'THE NEXT PART.',
        '',
        '{% highlight ruby %}',
        'puts "this is open"',
        '{% endhighlight %}',
        '',
        'THE END.',
      ),
    ],
    [
      'admonitions and tabs',
      lines(
        '!!! note "Please read this"',
        '    The tool needs it.',
        '',
        '    It also needs a disk.',
        '',
        '=== "Linux one"',
        '',
        '    Run it.',
      ),
      lines(
        '!!! note "PLEASE READ THIS"',
        '    THE TOOL NEEDS IT.',
        '',
        '    IT ALSO NEEDS A DISK.',
        '',
        '=== "LINUX ONE"',
        '',
        '    RUN IT.',
      ),
    ],
    [
      'targets, options and titles of MyST',
      lines(
        '(my-target)=',
        '## The second part',
        '',
        ':::{admonition} A title of it',
        ':class: warning',
        'The text of it.',
        ':::',
      ),
      lines(
        '(my-target)=',
        '## THE SECOND PART',
        '',
        ':::{admonition} A TITLE OF IT',
        ':class: warning',
        'THE TEXT OF IT.',
        ':::',
      ),
    ],
    [
      'targets of links in templates',
      'See [the help]({{ site.baseurl }}/help/first) and [the page]({% link _posts/a b.md %}) here.\n',
      'SEE [THE HELP]({{ site.baseurl }}/help/first) AND [THE PAGE]({% link _posts/a b.md %}) HERE.\n',
    ],
    [
      'short codes',
      'Here: {{< figure src="https://x.org/a.png" title="The first" >}} and on.\n',
      'HERE: {{< figure src="https://x.org/a.png" title="The first" >}} AND ON.\n',
    ],
    [
      'titles of containers',
      lines('::: tip The title of it', 'Text of it.', ':::'),
      lines('::: tip THE TITLE OF IT', 'TEXT OF IT.', ':::'),
    ],
    [
      'code in elements',
      'Press <kbd>Ctrl</kbd> now; the <code>old value</code> stays.\n',
      'PRESS <kbd>Ctrl</kbd> NOW; THE <code>old value</code> STAYS.\n',
    ],
  ];
  for (const [name, text, expected] of cases) {
    it(name, () => {
      assert.equal(shouted(text, 'markdown'), expected);
    });
  }

  it('links follow their headings', () => {
    const answers = new Map([
      ['The first part', 'Der erste Teil'],
      ['See \ue000this\ue001 and \ue002that\ue003.', 'Siehe \ue000dies\ue001 und \ue002das\ue003.'],
    ]);
    const text = lines('# The first part', '', 'See [this](#the-first-part) and [that](#other).');
    assert.equal(
      rewriteWith((sentence) => answers.get(sentence) ?? sentence, text, 'markdown').text,
      lines('# Der erste Teil', '', 'Siehe [dies](#der-erste-teil) und [das](#other).'),
    );
  });

  it('AsciiDoc and other markup that nobody here reads stays as it is', () => {
    const text = lines('= The title', '', '[source,ruby]', '----', 'puts "keep this"', '----');
    assert.equal(shouted(text, 'asciidoc'), text);
  });
});
