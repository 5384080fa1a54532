import assert from 'node:assert/strict';

import { joinSegments } from '../../../extension/inference/joinSegments.js';
import { coreTextPipeline } from '../../../extension/inference/textPipeline.js';

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
