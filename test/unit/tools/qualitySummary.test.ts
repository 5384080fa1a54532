import assert from 'node:assert/strict';
import { qualitySummary } from '../../../tools/lib/qualitySummary.mjs';

const figure = (testSet: string, metric: string, value: number, size = 100) => ({
  testSet,
  metric,
  value,
  size,
});
const model = { name: 'Mini', version: '1.2.3', architecture: { parameters: 8_400_000 } };

describe('The summary of a model’s quality', () => {
  it('has the mean, the range and the number of examples of a kind of test set', () => {
    const quality = [
      figure('translate/en-de/general', 'chrF2', 40),
      figure('translate/de-en/general', 'chrF2', 50, 60),
      figure('translate/en-de/general', 'lengthError', 12),
    ];
    const summary = qualitySummary({ ...model, quality });
    assert.match(summary, /\*\*Mini 1\.2\.3\*\* \(8 million parameters\)/);
    assert.match(summary, /\| Translate everyday sentences \| chrF2 \| 45\.0 \| 40\.0 – 50\.0 \| 160 \|/);
    assert.equal(summary.split('\n').filter((line) => line.startsWith('| ')).length, 3);
  });

  it('has no range for one set, and no row for what was not measured', () => {
    const summary = qualitySummary({ ...model, quality: [figure('fix/en/jfleg', 'GLEU', 38.44)] });
    assert.match(summary, /\(JFLEG\) \| GLEU \| 38\.4 \|\s+\| 100 \|/);
    assert.doesNotMatch(summary, /NaN|Infinity|NTREX/);
  });

  it('is empty for a model without figures', () => {
    assert.equal(qualitySummary({ ...model, quality: [] }), '');
  });
});
