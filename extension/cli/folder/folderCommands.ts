import { draftOption, memoryHelp } from '../draftOptions.js';
import { Option, type Command } from 'commander';
import type { CliContext } from '../cliTypes.js';
import { folderInstruction, translationInto } from './folderInstruction.js';
import { rewriteFolder, type FolderOptions } from './rewriteFolder.js';

/** Makes a command of the program, with the options that choose a model. */
type MakeCommand = (name: string, description: string) => Command;

const rules = `
Patterns are those of a .gitignore: '*.md', '/api/', 'guide/**'. Links are followed only to files inside the folder.
Text must be UTF-8. Files that were changed in the output folder, or that are not from here, are never replaced
without --force. The folder .interlinear in the output remembers what was done: another run does only what is new,
and goes on where one was stopped.`;

/** Adds `translate` and `rewrite`, which work on files and folders. */
export function addFolderCommands(
  context: CliContext,
  make: MakeCommand,
  wholeNumber: (text: string) => number,
): void {
  withFolderOptions(make('translate', 'translate a file, or the files of a folder'), wholeNumber)
    .requiredOption('--to <language>', 'language to translate into, e.g. de or German')
    .addOption(draftOption())
    .option('--memory <path>', memoryHelp, collect)
    .option('--no-fuzzy', 'do not mark new translations of catalogues (.po, XLIFF) as needing review')
    .action((source: string, options: FolderOptions & { to: string }) =>
      rewriteFolder(context, source, options, (manifest) => translationInto(manifest, options.to)),
    );

  withFolderOptions(
    make('rewrite', 'rewrite a file, or the files of a folder, as an instruction says'),
    wholeNumber,
  )
    .requiredOption('--instruction <text>', 'what to do, for example "Fix grammar"')
    .option('--insist', 'run an instruction that the model was not trained for')
    .action((source: string, options: FolderOptions & { instruction: string; insist?: boolean }) =>
      rewriteFolder(context, source, { ...options, fuzzy: true }, (manifest) =>
        folderInstruction(manifest, options.instruction, options.insist === true),
      ),
    );
}

function withFolderOptions(command: Command, wholeNumber: (text: string) => number): Command {
  return command
    .argument('<source>', 'file or folder')
    .requiredOption('--out <folder>', 'folder for the result; made if need be')
    .option('--include <pattern>', 'only files that match; may be given several times', collect, [])
    .option('--exclude <pattern>', 'no files that match; may be given several times', collect, [])
    .option('--no-gitignore', 'also files that a .gitignore leaves out')
    .option('--code', 'also the comments and strings of programs')
    .addOption(
      new Option('--others <what>', 'what becomes of files that are not text')
        .choices(['copy', 'skip'])
        .default('copy'),
    )
    .option('--force', 'replace files in the output folder that were not written by this program')
    .option('--dry-run', 'say what would be done; write nothing and load no model')
    .option('--glossary <file>', 'terms and their translations, CSV or TBX; every answer holds them')
    .option('--keep <words>', 'words that do not change; may be given several times', collect, [])
    .option('--iterations <n>', 'number of passes', wholeNumber)
    .option('--length-beam <k>', 'number of lengths to try', wholeNumber)
    .option('--json', 'one JSON object with what became of every file')
    .addHelpText('after', rules);
}

function collect(value: string, earlier: readonly string[] = []): string[] {
  return [...earlier, value];
}
