// Run in a process of its own: `node measureActivation.cjs BUNDLE DIRECTORY` prints how long the bundle takes to be
// loaded and to activate, in milliseconds, how many commands it registered, and which deferred modules it asked for, as JSON.
const { performance } = require('node:perf_hooks');
const Module = require('node:module');
const path = require('node:path');
const { anything, counts } = require('./vscodeStub.cjs');

const [bundle, directory] = process.argv.slice(2);
if (bundle === undefined || directory === undefined) throw new Error('usage: BUNDLE DIRECTORY');
// The bundler copies a module's own properties and keeps its prototype: everything must be inherited.
const vscode = Object.create(/** @type {object} */ (anything('vscode')));

/** @type {{ _load: (request: string, ...rest: unknown[]) => unknown }} */
const loader = /** @type {never} */ (Module);
const load = loader._load;
/** @type {string[]} */
const deferred = [];
loader._load = (request, ...rest) => {
  if (request.startsWith('./deferred/')) deferred.push(request);
  return request === 'vscode' ? vscode : load(request, ...rest);
};

const uri = { fsPath: directory, scheme: 'file', path: directory, toString: () => `file://${directory}` };
const memento = {
  get: (/** @type {string} */ _key, /** @type {unknown} */ fallback) => fallback,
  update: async () => undefined,
  keys: () => [],
  setKeysForSync: () => undefined,
};
const context = {
  subscriptions: [],
  extensionPath: path.dirname(path.dirname(bundle)),
  extensionUri: uri,
  globalStorageUri: uri,
  storageUri: uri,
  logUri: uri,
  globalState: memento,
  workspaceState: memento,
  secrets: {},
  environmentVariableCollection: {},
  extensionMode: 1,
  extension: {
    id: 'interlinear.interlinear',
    extensionPath: path.dirname(path.dirname(bundle)),
    packageJSON: { version: '0.0.0', contributes: {} },
  },
  asAbsolutePath: (/** @type {string} */ file) => path.join(path.dirname(path.dirname(bundle)), file),
};

(async () => {
  const busy = process.cpuUsage();
  const started = performance.now();
  const extension = require(bundle);
  const loaded = performance.now();
  await extension.activate(context);
  const activated = performance.now();
  const { user, system } = process.cpuUsage(busy);
  process.stdout.write(
    JSON.stringify({
      load: loaded - started,
      activate: activated - loaded,
      processor: (user + system) / 1000,
      commands: counts.registerCommand,
      deferred,
    }),
  );
  process.exit(0);
})();
