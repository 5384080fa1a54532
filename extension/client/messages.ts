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
  exitMemory:
    'it needed more than {0} MB of memory, the ceiling of the setting interlinear.memoryCeilingMegabytes',
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
  modelNotRemovable:
    'The model in {0} was not installed by Interlinear, so it is not removed. Delete the folder yourself.',
  modelLocked: 'Another window is working on the model {0}. Wait until it has finished.',
  modelHeld: 'The model {0} could not be removed ({1}). Restart the inference process, then try again.',
  modelFilesBroken: 'The model in {0} is damaged, so it was not installed: {1}: {2}.',
  modelCopyFailed: 'The model could not be copied ({0}).',
  diskSpace: 'The model needs {0} MB, and only {1} MB are free in {2}. Make room, then try again.',
  diskFull: 'No space is left in {0}. Make room, then try again: the download goes on where it stopped.',
  urlInvalid: 'That is no web address of a model folder. It looks like https://example.org/models/name/.',
  urlInsecure:
    'The address does not begin with https://, or leads to one that does not: the model could be changed on its way. Download the folder yourself, then install it from there.',
  urlPassword: 'The address must not contain a user name or a password.',
  serverAnswer:
    'The server answered {0} to {1}. Check the address: it is that of a folder with a model.json.',
  downloadFailed: 'The download of {0} did not get on ({1}). Try again later: it goes on where it stopped.',
  downloadStalled: 'nothing came for too long',
  downloadCut: 'the connection ended early',
  downloadChanged: 'the content changed meanwhile',
  downloadDiffers: '{0} is not the file that its model.json describes (SHA-256), so it was thrown away.',
  downloadSize: '{0} has {1} bytes, and its model.json says {2}. Nothing was installed.',
  downloadTooLarge: '{0} is too large for a model.json.',
} as const;
