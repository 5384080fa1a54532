import { Command, InvalidArgumentError, Option } from 'commander';
import { runBatch } from './batchCommand.js';
import { runBench } from './benchCommand.js';
import { classifyText, parseLabels } from './classifyCommand.js';
import { readInput } from './input.js';
import { describeModel, listModels, verifyFolder } from './modelCommand.js';
import { type ModelOptions, openEngine } from './openEngine.js';
import type { Output } from './output.js';
import { type RunOptions, runText } from './runCommand.js';
import type { Engine } from '../inference/engine.js';

const devices = ['auto', 'cpu', 'webgpu', 'cuda', 'coreml', 'dml'];

/** The commands and their options, as commander knows them; answers go to `output`. */
export function createProgram(output: Output, stdin: AsyncIterable<unknown>, version: string): Command {
  const program = new Command('interlinear')
    .description('Multilingual text assistance that runs wholly on this machine.')
    .version(version)
    .showHelpAfterError('(interlinear --help shows how)');

  modelOptions(program.command('run').description('rewrite a text after an instruction'))
    .argument('[file]', 'UTF-8 text file, or - for the standard input', '-')
    .requiredOption('--instruction <text>', 'what should happen to the text, e.g. "translate to German"')
    .option('--iterations <T>', 'passes of Mask-Predict', count)
    .option('--length-beam <K>', 'lengths to try', count)
    .option('--target-length <N>', 'number of tokens of every answer', count)
    .option('--format <id>', 'VS Code language id of the text, e.g. markdown')
    .option('--force', 'also run an instruction that the model was not trained for')
    .option('--json', 'one JSON object')
    .action(async (file: string, options: RunOptions & ModelOptions) => {
      const input = await readInput(file, stdin);
      await withEngine(options, (engine) => runText(engine, input, options, output));
    });

  modelOptions(program.command('batch').description('JSON lines on stdin, JSON lines on stdout, in order'))
    .option('--iterations <T>', 'passes of Mask-Predict, where a line does not say', count)
    .option('--length-beam <K>', 'lengths to try, where a line does not say', count)
    .option('--force', 'also run instructions that the model was not trained for')
    .action(async (options: RunOptions & ModelOptions) => {
      const { iterations, lengthBeam, force } = options;
      const defaults = { iterations, lengthBeam, allowUnknownInstruction: force };
      await withEngine(options, async (engine) => {
        const errors = await runBatch(engine, stdin, output, defaults);
        if (errors > 0) output.message(`${errors} of the lines could not be answered; their answers say why`);
      });
    });

  modelOptions(program.command('classify').description('choose the label that fits a text'))
    .argument('[file]', 'UTF-8 text file, or - for the standard input', '-')
    .requiredOption('--labels <a,b,c>', 'labels to choose from')
    .option('--json', 'one JSON object')
    .action(async (file: string, options: ModelOptions & { labels: string; json?: boolean }) => {
      const labels = parseLabels(options.labels);
      const input = await readInput(file, stdin);
      await withEngine(options, (engine) => classifyText(engine, input, labels, !!options.json, output));
    });

  const model = program.command('model').description('models on this machine');
  model
    .command('list')
    .description('list the models')
    .option('--json', 'JSON lines')
    .action((options: { json?: boolean }) => listModels(!!options.json, output));
  modelOptions(model.command('verify').description('compare the sha256 of every file'))
    .option('--json', 'one JSON object')
    .action((options: ModelOptions & { json?: boolean }) => verifyFolder(options, !!options.json, output));
  modelOptions(model.command('info').description('what the model is, can do, and runs on'))
    .option('--json', 'one JSON object')
    .action((options: ModelOptions & { json?: boolean }) => describeModel(options, !!options.json, output));

  modelOptions(program.command('bench').description('measure the speed on this machine'))
    .option('--json', 'one JSON object')
    .action((options: ModelOptions & { json?: boolean }) =>
      withEngine(options, (engine) => runBench(engine, !!options.json, output)),
    );
  return program;
}

function modelOptions(command: Command): Command {
  return command
    .option('--model <dir>', 'folder of the model (default: INTERLINEAR_MODEL, else the bundled one)')
    .addOption(new Option('--device <name>', 'what computes').choices(devices).default('auto'))
    .option('--threads <n>', 'CPU threads', count);
}

async function withEngine(options: ModelOptions, work: (engine: Engine) => Promise<void>): Promise<void> {
  const engine = await openEngine(options);
  try {
    await work(engine);
  } finally {
    await engine.dispose();
  }
}

function count(value: string): number {
  if (!/^[1-9]\d{0,6}$/.test(value)) throw new InvalidArgumentError('It must be a whole number above zero.');
  return Number(value);
}
