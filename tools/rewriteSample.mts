// Does in the terminal what samples/sample.md asks for under each of its headings, through the command line's batch mode.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { createInterface } from 'node:readline';
import pc from 'picocolors';
import { coloredDiff } from './lib/coloredDiff.mjs';
import { inRoot } from './lib/paths.mjs';
import { duration, runTool, say, ToolError } from './lib/tool.mjs';

interface Item {
  readonly instruction: string;
  readonly input: string;
}

type Answer =
  | { readonly id: number; readonly output: string; readonly ms: number; readonly iterations: number }
  | { readonly id: number; readonly error: string };

/** The sections of the document: heading of level two, and the paragraph below it. */
function itemsOf(document: string): Item[] {
  return document
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [instruction = '', ...lines] = section.split('\n');
      return { instruction: instruction.trim(), input: lines.join('\n').trim() };
    });
}

/** A label, a translation (both versions) or a rewriting (the changed words). */
function show({ instruction, input }: Item, answer: Answer): void {
  if ('error' in answer) {
    say(`\n${pc.bold(instruction)}\n  ${pc.red(answer.error)}`);
    return;
  }
  say(
    `\n${pc.bold(instruction)}  ${pc.dim(`${duration(answer.ms)}, ${answer.iterations} ${answer.iterations === 1 ? 'pass' : 'passes'}`)}`,
  );
  if (/^classify/i.test(instruction)) say(`  ${input}\n  ${pc.cyan(`→ ${answer.output}`)}`);
  else if (input === answer.output) say(`  ${input}\n  ${pc.dim('(no changes)')}`);
  else say(coloredDiff(input, answer.output).replace(/^/gm, '  '));
}

await runTool(async () => {
  const file = process.argv[2];
  if (file === undefined) throw new ToolError('usage: rewriteSample.mts FILE');
  const items = itemsOf(fs.readFileSync(inRoot(file), 'utf8'));
  const started = performance.now();
  const child = spawn(process.execPath, [inRoot('dist', 'cli.js'), 'batch'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = new Promise<number | null>((resolve, reject) =>
    child.once('error', reject).once('exit', resolve),
  );
  child.stdin.end(items.map((item, id) => `${JSON.stringify({ id, ...item })}\n`).join(''));
  let failures = 0;
  let answers = 0;
  for await (const line of createInterface(child.stdout)) {
    const answer = JSON.parse(line) as Answer;
    const item = items[answer.id];
    if (item === undefined) throw new ToolError(`An answer to nothing: ${line}`);
    if (answers++ === 0)
      say(pc.dim(`first answer ${duration(performance.now() - started)} after the start of the process`));
    if ('error' in answer) failures++;
    show(item, answer);
  }
  const code = await exited;
  if (code !== 0 && failures === 0)
    throw new ToolError(`The command line ended with code ${code ?? 'none'}.`);
  if (answers !== items.length) throw new ToolError(`${answers} answers to ${items.length} questions.`);
  return failures === 0 ? 0 : 1;
});
