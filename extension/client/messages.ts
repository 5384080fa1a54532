/** Every sentence of the client that a person may read; keys of the localisation bundles. */
export const messages = {
  ended: 'The inference process ended unexpectedly ({0}). Run the command again; the log says more.',
  endedTwice: 'The inference process ended unexpectedly twice ({0}). The log says more.',
  tooManyRestarts:
    'The inference process ended {0} times within {1} minutes and is not started again for now. Open the log, choose another model or device, or restart it by hand.',
  cannotStart: 'The inference process could not be started ({0}). The log says more.',
  startTimedOut: 'The inference process did not start in time. The log says more.',
  noReplacement:
    'The inference process ended ({0}), and a new one did not answer in time. Run the command again.',
  hung: 'A computation did not get on for {0} seconds, so the inference process was ended. Run the command again, with less text or a smaller model.',
  otherProcess:
    'What answers at the address of the inference process is not ours; nothing was sent to it ({0}).',
  folderNotOurs: 'The folder {0} belongs to another user, so the inference process cannot use it.',
  folderFailed: 'The folder {0} cannot be used for the inference process ({1}).',
  notLoaded: 'No model has been chosen yet.',
  exitTrap:
    'it asked for 2 GiB of memory or more in one piece, which this runtime forbids; choose a smaller model or an int8 variant',
  exitKilled: 'it was killed, perhaps because memory ran out',
  exitCrashed: 'native code crashed, signal {0}',
  exitIllegal: 'the processor lacks an instruction that the engine needs',
  exitDiskFull: 'no space is left on the disk',
  exitSignal: 'signal {0}',
  exitCode: 'exit code {0}',
  exitLost: 'the connection was lost',
  modelNotFound: 'There is no model {0}. Installed models: {1}.',
  modelsMissing: 'No model is installed, and the bundled one is missing from {0}.',
  modelFileMissing: 'the file is missing',
  modelFileUnreadable: 'the file cannot be read ({0})',
  modelFileSize: 'the file has {0} bytes instead of {1}',
  modelFileHash: 'the content differs from the published one (SHA-256)',
  modelManifestMissing: 'There is no model.json in {0}.',
  modelManifestInvalid: 'The model.json in {0} is not valid: {1}',
} as const;
