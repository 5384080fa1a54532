// A `vscode` in which everything exists and nothing happens, to time what the extension itself does.

/** @type {Record<string, (...parameters: unknown[]) => unknown>} */
const answers = {
  // Settings: the default that the caller names, else nothing.
  get: (_key, fallback) => fallback,
  has: () => false,
  inspect: () => undefined,
  t: (message) => message,
};

/** Calls that are counted, to see that the extension did activate. */
const counts = { registerCommand: 0 };
answers['registerCommand'] = () => {
  counts.registerCommand++;
  return { dispose: () => undefined };
};

/** @type {Record<string, string>} */
const strings = { fsPath: '/nowhere', path: '/nowhere', scheme: 'file', language: 'en', version: '1.104.0' };

/** Properties that code branches on: nothing is open, nothing is selected. */
const absent = new Set([
  'activeTextEditor',
  'activeNotebookEditor',
  'workspaceFile',
  'workspaceFolders',
  'then',
  'toJSON',
  'bundle',
]);
const lists = new Set([
  'visibleTextEditors',
  'textDocuments',
  'notebookDocuments',
  'subscriptions',
  'all',
  'tabGroups',
]);

/**
 * A value that can be called, constructed, extended and looked into, endlessly.
 * @param {string} name
 * @returns {unknown}
 */
function anything(name) {
  /** @type {Record<string | symbol, unknown>} */
  const known = {};
  const target = class {
    dispose() {
      return undefined;
    }
  };
  return new Proxy(target, {
    get(object, key, receiver) {
      if (key in known) return known[key];
      if (key === 'prototype') return Reflect.get(object, key, receiver);
      if (key === Symbol.toPrimitive) return () => name;
      if (key === Symbol.iterator) return [][Symbol.iterator];
      if (typeof key === 'symbol' || absent.has(key)) return undefined;
      if (lists.has(key)) return [];
      if (key in strings) return strings[key];
      if (key === 'dispose') return () => undefined;
      return (known[key] ??= answers[key] ?? anything(`${name}.${key}`));
    },
    set(_object, key, value) {
      known[key] = value;
      return true;
    },
    apply: () => anything(`${name}()`),
    construct: (object, parameters, newTarget) => {
      // A subclass of ours is made for real; an object of VS Code's own is anything again.
      if (newTarget !== object && newTarget.prototype instanceof object)
        return Reflect.construct(object, parameters, newTarget);
      return /** @type {object} */ (anything(`new ${name}`));
    },
  });
}

module.exports = { anything, counts };
