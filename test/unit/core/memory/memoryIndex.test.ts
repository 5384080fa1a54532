import assert from 'node:assert/strict';
import fc from 'fast-check';
import { MemoryIndex, wordDistance } from '../../../../extension/core/memory/memoryIndex.js';
import { memoryWords } from '../../../../extension/core/memory/memoryText.js';
import { sentencePairs } from '../../../../extension/core/memory/memoryFile.js';

const index = (...sources: string[]): MemoryIndex =>
  new MemoryIndex(sources.map((source) => ({ source, target: source.toUpperCase() })));

describe('the index of a translation memory', () => {
  it('finds the same text, whatever the white space and the normal form', () => {
    const found = index('Other.', 'Caf\u00e9  is open.').find(' Cafe\u0301 is\nopen. ', 0.7);
    assert.equal(found?.score, 1);
    assert.equal(found.segment.target, 'CAFÉ  IS OPEN.');
  });

  it('finds a similar text by words, with its score', () => {
    const memory = index('Open the file.', 'Delete the selected file now.', 'Close all windows at once.');
    const found = memory.find('Delete the selected folder now.', 0.7);
    assert.equal(found?.segment.source, 'Delete the selected file now.');
    assert.ok(Math.abs(found.score - 5 / 6) < 1e-9);
    assert.equal(memory.find('Delete the selected folder now.', 0.9), undefined);
    assert.equal(memory.find('Nothing like it here', 0.7), undefined);
    assert.equal(memory.find('', 0.7), undefined);
  });

  it('takes another letter case or number for nearly the same, never for the same', () => {
    assert.equal(index('Page 3 of 10').find('Page 4 of 1,250', 0.7)?.score, 0.99);
    assert.equal(index('Save').find('SAVE', 0.7)?.score, 0.99);
  });

  it('compares Chinese by characters', () => {
    assert.deepEqual(memoryWords('打开文件 now'), ['打', '开', '文', '件', 'now']);
    assert.equal(index('打开这个文件。').find('打开那个文件。', 0.7)?.score, 1 - 1 / 7);
  });

  it('finds the best of all segments, as a comparison with each of them does', () => {
    const word = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
    const text = fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 30 }), text, (sources, query) => {
        const found = index(...sources).find(query, 0.6);
        const ids = (one: string): Uint32Array => Uint32Array.from(one.split(' '), (w) => w.charCodeAt(0));
        const scores = sources.map((one) => {
          const [first, second] = [ids(query), ids(one)];
          return 1 - wordDistance(first, second, 100) / Math.max(first.length, second.length);
        });
        const best = Math.max(...scores);
        if (best < 0.6 - 1e-9) assert.equal(found, undefined);
        else assert.ok(Math.abs((found?.score ?? 0) - best) < 1e-9);
      }),
    );
  });
});

describe('sentences of a memory', () => {
  it('are paired where both sides have as many', () => {
    assert.deepEqual(sentencePairs('Are you sure? It is gone.', 'Sind Sie sicher? Es ist weg.'), [
      { source: 'Are you sure?', target: 'Sind Sie sicher?' },
      { source: 'It is gone.', target: 'Es ist weg.' },
    ]);
    assert.deepEqual(sentencePairs('One. Two.', 'Eins und zwei.'), [
      { source: 'One. Two.', target: 'Eins und zwei.' },
    ]);
    assert.deepEqual(sentencePairs(' ', 'x'), []);
  });
});
