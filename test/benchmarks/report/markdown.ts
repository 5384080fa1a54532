import type { Environment } from './environment.js';
import { type Goal, type Missing, reached, type Row } from './row.js';

export interface Report {
  readonly environment: Environment;
  readonly rows: readonly Row[];
  readonly missing: readonly Missing[];
}

const columns = [
  'measured',
  'median',
  'middle 80 %',
  'against',
  'ratio',
  'of processor time',
  'goal',
  'runs',
];
const alignment = ['---', '---:', '---:', '---', '---:', '---:', '---', '---:'];

/** The report as Markdown: the machine, one table for each section, and what could not be measured. */
export function toMarkdown({ environment, rows, missing }: Report): string {
  const sections = [...new Set(rows.map(({ section }) => section))];
  const tables = sections.map((section) => {
    const lines = rows.filter((row) => row.section === section).map(tableLine);
    return [`### ${section}`, '', line(columns), line(alignment), ...lines, ''].join('\n');
  });
  const gaps = missing.map(({ section, reason }) => `* ${section}: ${reason}`);
  return [
    '## Benchmarks of Interlinear',
    '',
    describe(environment),
    '',
    ...tables,
    ...(gaps.length > 0 ? ['### Not measured', '', ...gaps, ''] : []),
  ].join('\n');
}

function describe(environment: Environment): string {
  const { processor, processors, threads, onnxruntime, node, platform, load } = environment;
  const sentences = [
    `${processor}, ${processors} cores, ${platform}; onnxruntime ${onnxruntime}, Node ${node}; ${threads} threads of the CPU for both sides unless a row says otherwise.`,
    'Ratio: how many times longer the other side takes, median over the rounds; both sides ran in turn within every round. The second ratio is that of the processor time of all threads, which other programs on the machine hardly change.',
  ];
  if (environment.busy) {
    sentences.push(
      `**The machine was busy with something else (load ${load.toFixed(1)} before the start): absolute figures are preliminary.**`,
    );
  }
  return sentences.join('\n');
}

function tableLine(row: Row): string {
  const { measured, value, unit, baseline, ratio, processorRatio, goal, samples, spread } = row;
  return line([
    measured,
    `${figure(value)} ${unit}`,
    spread ? `${figure(spread[0])} – ${figure(spread[1])}` : '',
    baseline ? `${baseline.measured}: ${figure(baseline.value)} ${unit}` : '',
    times(ratio),
    times(processorRatio),
    goal
      ? `${describeGoal(goal, ratio === undefined ? ` ${unit}` : '×')}: ${reached(row) ? 'yes' : '**no**'}`
      : '',
    String(samples),
  ]);
}

function times(ratio: number | undefined): string {
  return ratio === undefined ? '' : `${ratio.toFixed(2)}×`;
}

function describeGoal({ kind, limit }: Goal, unit: string): string {
  return `${kind} ${limit}${unit}`;
}

/** Three significant digits, without an exponent. */
function figure(value: number): string {
  const digits = value === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(digits, 3));
}

function line(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
