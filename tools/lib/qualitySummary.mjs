/** @typedef {{ testSet: string, size: number, metric: string, value: number }} Figure */
/** @typedef {{ name: string, version: string, architecture: { parameters: number }, quality: readonly Figure[] }} Measured */

/**
 * Rows of the summary: what was measured, as a person says it; which test sets and metric; the unit of the metric.
 * @type {readonly (readonly [what: string, testSet: RegExp, metric: string, unit: string])[]}
 */
const rows = [
  ['Translate everyday sentences', /^translate\/[^/]+\/general$/, 'chrF2', 'chrF2'],
  ['Translate texts of user interfaces', /^translate\/[^/]+\/ui$/, 'chrF2', 'chrF2'],
  ['Translate documentation', /^translate\/[^/]+\/docs$/, 'chrF2', 'chrF2'],
  ['Translate news (NTREX)', /^translate\/[^/]+\/ntrex$/, 'chrF2', 'chrF2'],
  ['Translate encyclopedic text (FLORES)', /^translate\/[^/]+\/flores[^/]*$/, 'chrF2', 'chrF2'],
  [
    'Translate: code, links, placeholders all in the first answer',
    /^translate\/[^/]+\/spans$/,
    'spansKept',
    '% of texts',
  ],
  ['Fix: made exactly right', /^fix\/[^/]+\/synthetic$/, 'exact', '% of sentences'],
  ['Fix: right sentences left alone', /^fix\/[^/]+\/clean$/, 'unchanged', '% of sentences'],
  ['Fix: learners’ essays (JFLEG)', /^fix\/en\/jfleg$/, 'GLEU', 'GLEU'],
  ['Make formal: address is formal', /^formal\//, 'register', '% of texts'],
  ['Make informal: address is informal', /^informal\//, 'register', '% of texts'],
  ['Classify language', /^classify\/language\//, 'accuracy', '% right'],
  ['Classify sentiment', /^classify\/sentiment\//, 'accuracy', '% right'],
  ['Classify formality', /^classify\/formality\//, 'accuracy', '% right'],
  ['Classify topic', /^classify\/topic\//, 'accuracy', '% right'],
  [
    'How far the probabilities of labels are off',
    /^classify\/(language|sentiment|formality|topic)\//,
    'ECE',
    '% (less is better)',
  ],
];

/** @param {string} text */
const cell = (text) => text.replace(/\|/g, '\\|');

/** @param {readonly number[]} values */
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * The figures of a model in a dozen rows of Markdown: the plain mean over the test sets of a kind, with the lowest and the highest.
 * What was not measured has no row; the card has every figure.
 * @param {Measured} manifest
 * @returns {string} empty where nothing was measured
 */
export function qualitySummary({ name, version, architecture, quality }) {
  const lines = rows.flatMap(([what, testSet, metric, unit]) => {
    const figures = quality.filter((figure) => figure.metric === metric && testSet.test(figure.testSet));
    if (figures.length === 0) return [];
    const values = figures.map(({ value }) => value);
    const size = figures.reduce((sum, figure) => sum + figure.size, 0);
    const range =
      figures.length === 1 ? '' : `${Math.min(...values).toFixed(1)} – ${Math.max(...values).toFixed(1)}`;
    return [`| ${[what, unit, mean(values).toFixed(1), range, String(size)].map(cell).join(' | ')} |`];
  });
  if (lines.length === 0) return '';
  const millions = Math.round(architecture.parameters / 1e6);
  return [
    `Measured for **${name} ${version}** (${millions} million parameters), the model inside the extension:`,
    '',
    '| What | Unit | Mean | Lowest – highest | Examples |',
    '| --- | --- | ---: | --- | ---: |',
    ...lines,
    '',
    'Means over languages and directions, on text that was held out of the training. chrF2 and GLEU go from 0 to 100, more is better. The [card](models/bundled/CARD.md) has every test set, with its baseline and the command that measured it. Where an answer has lost a link or a placeholder, the next best one is taken, or the sentence stays as it is.',
  ].join('\n');
}
