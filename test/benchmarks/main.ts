import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { repositoryRoot } from '../parity/python.js';
import { measuredModel } from './measuredModel.js';
import { parseOptions } from './options.js';
import { environmentOf } from './report/environment.js';
import { toMarkdown } from './report/markdown.js';
import { reached, type Missing, type Row } from './report/row.js';
import { CannotMeasure, type Context, type Section } from './section.js';
import { activation } from './sections/activation.js';
import { coldStart } from './sections/coldStart.js';
import { decoding } from './sections/decoding.js';
import { design } from './sections/design.js';
import { extensionSize } from './sections/extensionSize.js';
import { faults } from './sections/faults.js';
import { inUse } from './sections/inUse.js';
import { overhead } from './sections/overhead.js';
import { protectedSpans } from './sections/protectedSpans.js';
import { server } from './sections/server.js';
import { tokenizing } from './sections/tokenizing.js';
import { windows } from './sections/windows.js';

const sections: readonly Section[] = [
  decoding,
  design,
  overhead,
  coldStart,
  inUse,
  windows,
  faults,
  extensionSize,
  activation,
  tokenizing,
  protectedSpans,
  server,
];

/**
 * Runs the sections and writes the report. Exit code 1 where a section failed, 2 for wrong options; a goal that is
 * not reached is a result and no failure.
 */
async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2));
  const unknown = options.only?.filter((id) => !sections.some((section) => section.id === id)) ?? [];
  if (unknown.length > 0) {
    const known = sections.map(({ id }) => id).join(', ');
    process.stderr.write(`There is no section ${unknown.join(', ')}; there are ${known}.\n`);
    return 2;
  }
  const environment = environmentOf(options.threads);
  const started = performance.now();
  const say = (text: string): void => {
    const seconds = Math.round((performance.now() - started) / 1000);
    process.stderr.write(`[${seconds} s] ${text}\n`);
  };
  let model: ReturnType<typeof measuredModel> | undefined;
  const context: Context = { options, say, model: () => (model ??= measuredModel(options.model)) };
  const rows: Row[] = [];
  const missing: Missing[] = [];
  let failures = 0;
  for (const section of sections) {
    if (options.only && !options.only.includes(section.id)) continue;
    try {
      rows.push(...(await section.run(context)));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      missing.push({ section: section.title, reason });
      if (error instanceof CannotMeasure) continue;
      failures++;
      process.stderr.write(`${error instanceof Error ? (error.stack ?? reason) : reason}\n`);
    }
  }
  process.stdout.write(`${toMarkdown({ environment, rows, missing })}\n`);
  const judged = rows.map((row) => ({ ...row, reached: reached(row) }));
  const json = `${JSON.stringify({ environment, rows: judged, missing }, null, 2)}\n`;
  for (const file of [join(repositoryRoot, 'artifacts', 'bench.json'), options.json]) {
    if (file === undefined) continue;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, json);
  }
  say('done');
  return failures > 0 ? 1 : 0;
}

void main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
  },
);
