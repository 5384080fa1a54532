import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { batch, type BatchOptions } from './batch.js';
import { bench, type BenchOptions } from './bench.js';
import { classify, parseLabels, type ClassifyOptions } from './classify.js';
import { exitCodeOf, exitCodes, messageOf } from './cliError.js';
import { devices, type CliContext, type ModelOptions } from './cliTypes.js';
import { fill, type FillOptions } from './fill.js';
import { draftOption, memoryHelp } from './draftOptions.js';
import { addFolderCommands } from './folder/folderCommands.js';
import { listModels, showModel, verifyModel } from './modelCommands.js';
import { run, type RunOptions } from './run.js';

/**
 * Runs one command line (without the program's own name) to its end.
 * @returns the exit code: 0 done, 1 failed, 2 not understood (also an unknown instruction), 130 interrupted
 */
export async function runProgram(context: CliContext, commandLine: readonly string[]): Promise<number> {
  const program = createProgram(context);
  try {
    await program.parseAsync([...commandLine], { from: 'user' });
    return exitCodes.ok;
  } catch (error) {
    // Commander has written its message already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    // Whoever closes the pipe has had enough, and that is no error.
    if (context.output.closed) return exitCodes.ok;
    const code = exitCodeOf(error);
    if (code !== exitCodes.interrupted) context.output.message(messageOf(error));
    return code;
  }
}

function createProgram(context: CliContext): Command {
  const written: string[] = [];
  const program = new Command('interlinear')
    .description('Rewrites, translates and classifies text with a model that runs on this machine.')
    .version(context.version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => written.push(text),
      writeErr: (text) => context.output.raw(text),
      outputError: (text, write) => write(text.replace(/^error: /, 'interlinear: ')),
    })
    .showHelpAfterError('(interlinear --help says how it is used)');

  const withModel = (command: Command): Command =>
    command
      .option('--model <directory>', 'model folder; default: $INTERLINEAR_MODEL, else the bundled model')
      .addOption(new Option('--device <device>', 'where the model runs').choices(devices).default('auto'))
      .option('--threads <n>', 'CPU threads', wholeNumber)
      .option(
        '--endpoint <url>',
        'server that runs the model instead; texts are sent to it. Its token: $INTERLINEAR_ENDPOINT_TOKEN',
      )
      .option('--endpoint-certificate <file>', 'certificate authorities to trust as well, PEM')
      .option('--endpoint-timeout <seconds>', 'longest time for one answer; default: 60', positiveNumber)
      .option(
        '--endpoint-allow-unencrypted',
        'also an http:// address of another machine: texts and token can be read on their way',
      );
  const sub = (parent: Command, name: string, description: string): Command =>
    parent.command(name).description(description).copyInheritedSettings(program).allowExcessArguments(false);

  withModel(sub(program, 'run', 'rewrite a text as an instruction says'))
    .argument('[file]', 'the text; - is standard input', '-')
    .requiredOption('--instruction <text>', 'what to do, for example "Translate to German"')
    .option('--iterations <n>', 'number of passes', wholeNumber)
    .option('--length-beam <k>', 'number of lengths to try', wholeNumber)
    .option('--target-length <n>', 'number of tokens of every answer', wholeNumber)
    .option(
      '--length-factor <f>',
      'length as a share of the usual one: 0.8 is a fifth shorter',
      positiveNumber,
    )
    .option('--max-characters <n>', 'most characters of the answer', wholeNumber)
    .option('--alternatives <n>', 'further answers, one on each line or in the JSON object', wholeNumber)
    .option('--glossary <file>', 'terms and their translations, CSV or TBX; every answer holds them')
    .option('--keep <words>', 'words that do not change; may be given several times', collect)
    .addOption(draftOption())
    .option('--memory <path>', memoryHelp, collect)
    .option('--confidence', 'with --json: how sure the model is of every word')
    .option('--format <language>', 'language id of the text, for what must not change (markdown, latex, …)')
    .option('--force', 'run an instruction that the model was not trained for')
    .option('--json', 'one JSON object with figures')
    .action((file: string, options: RunOptions) => run(context, file, options));

  withModel(sub(program, 'batch', 'answer JSON lines from standard input, in order'))
    .option('--iterations <n>', 'number of passes, where a line does not say', wholeNumber)
    .option('--length-beam <k>', 'number of lengths to try, where a line does not say', wholeNumber)
    .addOption(draftOption())
    .option('--memory <path>', memoryHelp, collect)
    .option('--batch-size <n>', 'most lines to answer together; default: 8 with float32, else 1', wholeNumber)
    .option('--force', 'run instructions that the model was not trained for')
    .addHelpText(
      'after',
      `
In:   {"id","instruction","input"} or {"id","labels":[…],"input"};
      optional: "iterations", "lengthBeam", "targetLength", "lengthFactor", "maximumCharacters", "alternatives",
      "glossary" [{"source","target"}], "keep" […], "confidence", "format";
      or {"id","before","after"}, optional: "phrase", "alternatives", "maximumCharacters", "format".
Out:  {"id","output","score","tokens","iterations","ms"}, {"id","label","scores"}, {"id","wordings","ms"}
      or {"id","error"}.`,
    )
    .action((options: BatchOptions) => batch(context, options));

  withModel(sub(program, 'fill', 'word a phrase anew, or fill a gap, in the light of both sides'))
    .argument('[file]', 'the text, with a gap written as ___; - is standard input', '-')
    .option('--phrase <words>', 'words of the text to be worded anew, instead of a gap')
    .option('--alternatives <n>', 'how many wordings', wholeNumber)
    .option('--max-characters <n>', 'most characters of a wording', wholeNumber)
    .option('--format <language>', 'language id of the text, for what must not change (markdown, latex, …)')
    .option('--json', 'one JSON object with figures')
    .action((file: string, options: FillOptions) => fill(context, file, options));

  withModel(sub(program, 'classify', 'choose the label that suits a text best'))
    .argument('[file]', 'the text; - is standard input', '-')
    .requiredOption('--labels <a,b,…>', 'labels to choose from')
    .option('--json', 'one JSON object with the probability of each label')
    .action((file: string, options: Omit<ClassifyOptions, 'labels'> & { labels: string }) =>
      classify(context, file, { ...options, labels: parseLabels(options.labels) }),
    );

  addFolderCommands(context, (name, description) => withModel(sub(program, name, description)), wholeNumber);

  const model = sub(program, 'model', 'look after models');
  sub(model, 'list', 'the models at hand')
    .option('--json', 'one JSON object')
    .action((options: { json?: boolean }) => listModels(context, options));
  for (const [name, description, action] of [
    ['verify', 'compare all files with their checksums', verifyModel],
    ['info', 'what a model is, can do, and runs on', showModel],
  ] as const) {
    withModel(sub(model, name, description))
      .argument('[directory]', 'the same as --model')
      .option('--json', 'one JSON object')
      .action((directory: string | undefined, options: ModelOptions & { json?: boolean }) =>
        action(context, directory ?? options.model, options),
      );
  }

  withModel(sub(program, 'bench', 'measure speed and memory on this machine'))
    .option('--rounds <n>', 'rounds over the sample sentences', wholeNumber, 5)
    .option('--json', 'one JSON object')
    .action((options: BenchOptions) => bench(context, options));

  return flushing(program, context, written);
}

/** Help and version are answers: they go to stdout, after Commander has ended in its synchronous way. */
function flushing(program: Command, context: CliContext, written: readonly string[]): Command {
  const parse = program.parseAsync.bind(program);
  program.parseAsync = async (...parameters) => {
    try {
      return await parse(...parameters);
    } finally {
      await context.output.answer(written.join(''));
    }
  };
  return program;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || !Number.isSafeInteger(value)) {
    throw new InvalidArgumentError('It must be a whole number above 0.');
  }
  return value;
}

function positiveNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value <= 0) {
    throw new InvalidArgumentError('It must be a number above 0.');
  }
  return value;
}

function collect(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}
