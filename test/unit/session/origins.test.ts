import assert from 'node:assert/strict';
import type { RewriteResult, SegmentOrigin } from '../../../extension/core/protocol/protocol.js';
import { memoryOrigins } from '../../../extension/session/answers/origins.js';

const origin: SegmentOrigin = { from: 'memory', file: 'de.json', similarity: 0.82, source: 'Open it.' };

function resultOf(
  ...sentences: readonly (readonly [output: string, origin?: SegmentOrigin])[]
): RewriteResult {
  const output = sentences.map(([text]) => text).join('');
  const segments = sentences.map(([text, from]) => {
    return { source: text, output: text, score: 0, tokens: 1, ...(from && { origin: from }) };
  });
  return { output, score: 0, tokens: 1, iterations: 1, milliseconds: 1, segments };
}

describe('the origins of an answer', () => {
  const result = resultOf(['Das Haus. ', { from: 'table' }], ['Öffne es.\n', origin]);

  it('are those of sentences from a memory, where they stand in the document', () => {
    const spans = [{ range: { start: 100, end: 120 }, text: 'Das Haus. Öffne es.\n' }];
    assert.deepEqual(memoryOrigins({ spans, results: [result] }), [
      { range: { start: 110, end: 119 }, origin },
    ]);
  });

  it('are found with the line ends of the document', () => {
    const lines = resultOf(['Ja.\n', { from: 'table' }], ['Öffne es.', origin]);
    const spans = [{ range: { start: 0, end: 14 }, text: 'Ja.\r\nÖffne es.' }];
    assert.deepEqual(memoryOrigins({ spans, results: [lines] })[0]?.range, { start: 5, end: 14 });
  });

  it('are none where another wording stands', () => {
    const spans = [{ range: { start: 0, end: 20 }, text: 'Das Gebäude. Öffne es.\n' }];
    assert.deepEqual(memoryOrigins({ spans, results: [result] }), []);
  });
});
