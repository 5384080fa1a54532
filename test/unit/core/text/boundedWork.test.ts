import { strict as assert } from 'node:assert';
import { Session } from 'node:inspector';
import type { Profiler } from 'node:inspector';
import { findProtectedSpans } from '../../../../extension/core/text/findProtectedSpans.js';
import { segment } from '../../../../extension/core/text/segment.js';

/** Repeated, each of these once took the square of its length or worse. */
const units: Readonly<Record<string, readonly string[]>> = {
  markdown: [
    ...[']', '[', '1. ', '- ', '\n- ', '* a\n  ', '> ', '>', '*a', '**a ', '_a ', '~~a', '`a', '``a`', '$$a'],
    ...[':::', '\n:::', ':::a[', ':a[', '::a[', 'http://a)', ')', '[a](', '[a]: b "\n', '![a', '[^a]', '[[a'],
    ...[
      'a](b',
      '<a ',
      '<!--',
      '<?',
      '{{< ',
      '{% raw ',
      '{%',
      '|a',
      '\n|-',
      '| ',
      '\\',
      '&a',
      '!!! "',
      '[ ',
      '(a',
    ],
  ],
  mdx: ['{', '<a>', '<a', '<a b={', '{"', '<a b="'],
  yaml: ['[', '{', '- ', '? ', 'a: ', '- a\n', '"', "'", '&a ', '!a ', '\n a', '[a,'],
  html: ['<a>', '<a', '</a>', '<!--', '<a b="', '&a', '<% '],
  latex: ['{', '[', '\\a{', '\\a[', '$', '\\begin{a}', '\\verb', '\\section{a}\n', '%\n', '\\\\['],
  plaintext: ['`', '``a', 'http://a)', 'a@', '{a, ', '<a b=', '/a', '${', '%(a', '#', 'a.b/'],
};

/** Counts how often the parts of our code and of the parsers are run; the same every time. */
class StepCounter {
  private readonly session = new Session();

  public start(): void {
    this.session.connect();
    this.session.post('Profiler.enable');
    this.session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  public stop(): void {
    this.session.post('Profiler.stopPreciseCoverage');
    this.session.disconnect();
  }

  public count(work: () => void): number {
    this.take();
    work();
    return this.take();
  }

  /** The steps since the last time. */
  private take(): number {
    let steps = 0;
    this.session.post(
      'Profiler.takePreciseCoverage',
      (_error, { result }: Profiler.TakePreciseCoverageReturnType) => {
        const counted = result.filter(({ url }) => /extension\/core\/|@lezer|\/yaml\/|htmlparser2/.test(url));
        for (const { functions } of counted) {
          for (const { ranges } of functions) steps += ranges.reduce((sum, { count }) => sum + count, 0);
        }
      },
    );
    return steps;
  }
}

describe('the work on a repeated unit', function () {
  this.timeout(180_000);

  const counter = new StepCounter();
  before(() => {
    counter.start();
  });
  after(() => {
    counter.stop();
  });

  for (const [format, list] of Object.entries(units)) {
    for (const unit of list) {
      it(`grows with its length: ${format} ${JSON.stringify(unit)}`, () => {
        const steps = (length: number): number =>
          counter.count(() => {
            const text = unit.repeat(length / unit.length);
            segment(text, { format, spans: findProtectedSpans(text, format) });
          });
        const [short, long] = [steps(2500), steps(20_000)];
        // Eight times the text; the square would be 64 times the work.
        assert.ok(long < 16 * short + 30_000, `${short} steps, then ${long}`);
      });
    }
  }
});
