import assert from 'node:assert/strict';

import { joinSegments } from '../../../../extension/inference/rewrite/joinSegments.js';
import { coreTextPipeline } from '../../../../extension/inference/rewrite/textPipeline.js';

const join = (text: string, outputs: readonly string[]): string => {
  const segments = coreTextPipeline.segment(text, {});
  assert.equal(segments.length, outputs.length);
  const result = { score: 0, tokens: 1 };
  return joinSegments(segments.map((segment, index) => ({ segment, output: outputs[index]!, result })))
    .map(({ output }) => output)
    .join('');
};

describe('sentences put together', () => {
  it('keep the space between them', () => {
    assert.equal(join('One two. Three four.\n', ['Eins zwei.', 'Drei vier.']), 'Eins zwei. Drei vier.\n');
  });

  it('gain a space in a translation out of Chinese, and lose it in one into Chinese', () => {
    assert.equal(join('你好。再见。', ['Hello.', 'Goodbye.']), 'Hello. Goodbye.');
    assert.equal(join('Hello there. Goodbye then.', ['你好。', '再见。']), '你好。再见。');
  });

  it('keep line breaks and what was not rewritten', () => {
    assert.equal(join('Hello there.\nGoodbye then.', ['你好。', '再见。']), '你好。\n再见。');
    assert.equal(join('你好。再见。', ['你好。', '再见。']), '你好。再见。');
    assert.equal(join('你好。\n再见。', ['Hello.', 'Goodbye.']), 'Hello.\nGoodbye.');
  });
});

describe('sentences that would change the structure of their text', () => {
  const rewrite = (text: string, format: string, change: (sentence: string) => string) =>
    joinSegments(
      coreTextPipeline.segment(text, { format }).map((segment) => {
        return { segment, output: change(segment.text), result: { score: -1, tokens: 1 } };
      }),
      format,
    );

  it('stay as they are, with a warning, and the others do not suffer', () => {
    const results = rewrite('# One two\n\nThree four.\n\nFive six.\n', 'markdown', (sentence) =>
      sentence.startsWith('Three') ? '- Drei vier.' : sentence.toUpperCase(),
    );
    assert.equal(results.map(({ output }) => output).join(''), '# ONE TWO\n\nThree four.\n\nFIVE SIX.\n');
    assert.deepEqual(
      results.map(({ warning }) => warning),
      [undefined, 'protected-span-lost', undefined],
    );
  });

  it('are found by what they would do to others', () => {
    const text = 'int a; /* one two */\n/* three four */ int b;\n';
    const results = rewrite(text, 'c', (sentence) => (sentence === 'one two' ? 'one */ two' : 'drei vier'));
    assert.equal(results.map(({ output }) => output).join(''), text.replace('three four', 'drei vier'));
  });

  it('are told apart from those that only have other words', () => {
    const results = rewrite('See `a b` and <x@y.org>. Also %s.\n', 'markdown', (sentence) =>
      sentence.replace(/See|Also/, 'Siehe auch'),
    );
    assert.ok(results.every(({ warning }) => warning === undefined));
  });
});
