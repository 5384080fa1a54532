import assert from 'node:assert/strict';

import type { Environment } from '../../benchmarks/report/environment.js';
import { toMarkdown } from '../../benchmarks/report/markdown.js';
import { reached, type Row } from '../../benchmarks/report/row.js';
import { comparisonRow } from '../../benchmarks/report/timedRow.js';

const environment: Environment = {
  processor: 'Test processor',
  processors: 2,
  threads: 2,
  onnxruntime: '1.0',
  node: '20',
  platform: 'linux-x64',
  load: 0,
  busy: false,
  date: '2026-01-01T00:00:00Z',
};
const row: Row = { section: 'Size', measured: 'package', value: 41, unit: 'MB', samples: 1 };

describe('report of the benchmarks', () => {
  it('compares the sides: times less and ratio of wall and processor time', () => {
    const ours = { measured: 'ours', times: { wall: [10, 20, 30], processor: [10, 10, 10] } };
    const theirs = { measured: 'theirs', times: { wall: [20, 60, 90], processor: [50, 50, 50] } };
    const compared = comparisonRow('Speed', ours, theirs, { kind: 'at least', limit: 2 });
    assert.equal(compared.value, 20);
    assert.deepEqual(compared.baseline, { measured: 'theirs', value: 60 });
    assert.equal(compared.ratio, 3);
    assert.equal(compared.processorRatio, 5);
    assert.equal(reached(compared), true);
  });

  it('judges the ratio where there is one, else the value', () => {
    assert.equal(reached(row), undefined);
    assert.equal(reached({ ...row, goal: { kind: 'under', limit: 41 } }), false);
    assert.equal(reached({ ...row, goal: { kind: 'under', limit: 42 } }), true);
    assert.equal(reached({ ...row, ratio: 1.9, goal: { kind: 'at least', limit: 2 } }), false);
    assert.equal(reached({ ...row, ratio: 2, goal: { kind: 'at least', limit: 2 } }), true);
  });

  it('writes one table for each section, with as many cells in every line', () => {
    const speed: Row = {
      ...row,
      section: 'Speed',
      measured: 'a | b',
      unit: 'ms',
      ratio: 1.5,
      goal: { kind: 'at least', limit: 2 },
    };
    const text = toMarkdown({ environment, rows: [row, speed], missing: [] });
    assert.deepEqual(text.match(/^### .*/gm), ['### Size', '### Speed']);
    const lines = text.split('\n').filter((line) => line.startsWith('|'));
    assert.equal(lines.length, 6);
    for (const line of lines) assert.equal(line.match(/(?<!\\)\|/g)?.length, 9, line);
    assert.match(text, /a \\\| b .* 1\.50× .* at least 2×: \*\*no\*\*/);
  });

  it('says what was not measured, and when the machine was busy', () => {
    const busy = { ...environment, busy: true, load: 3.21 };
    const text = toMarkdown({
      environment: busy,
      rows: [],
      missing: [{ section: 'Size', reason: 'no package' }],
    });
    assert.match(text, /\* Size: no package/);
    assert.match(text, /load 3\.2 .*preliminary/);
    assert.doesNotMatch(toMarkdown({ environment, rows: [row], missing: [] }), /preliminary|Not measured/);
  });
});
