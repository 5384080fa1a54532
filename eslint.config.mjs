import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import eslint from '@eslint/js';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import imports from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/**
 * The rooms of extension/, and the rooms that each may import from. Dependencies point one way: compose → features → session →
 * model → client → node → core, and inference → node → core.
 * @type {Record<string, readonly string[]>}
 */
const rooms = {
  core: [],
  node: ['core'],
  contributions: ['core'],
  editor: ['contributions', 'core'],
  client: ['node', 'core'],
  model: ['editor', 'client', 'contributions', 'node', 'core'],
  session: ['model', 'editor', 'contributions', 'core'],
  features: ['session', 'model', 'editor', 'client', 'contributions', 'node', 'core'],
  compose: ['features', 'session', 'model', 'editor', 'client', 'contributions', 'node', 'core'],
  inference: ['node', 'core'],
  cli: ['inference', 'client', 'node', 'core'],
};

/** Packages that a room must not import. @type {Record<string, readonly string[]>} */
const bannedPackages = {
  core: ['vscode', 'onnxruntime-node', 'vscode-jsonrpc', 'vscode-jsonrpc/node'],
  node: ['vscode', 'onnxruntime-node'],
  contributions: ['vscode', 'onnxruntime-node'],
  editor: ['onnxruntime-node'],
  client: ['vscode', 'onnxruntime-node'],
  model: ['onnxruntime-node'],
  session: ['onnxruntime-node'],
  features: ['onnxruntime-node'],
  compose: ['onnxruntime-node'],
  inference: ['vscode'],
  cli: ['vscode', 'onnxruntime-node'],
};

const order = 'Dependencies point one way: see `rooms` in eslint.config.mjs.';
const folder = (/** @type {string[]} */ ...names) =>
  fileURLToPath(new URL(['extension', ...names].join('/'), import.meta.url));

/** Folders inside a room, the lowest first: each may import from those before it. @type {Record<string, readonly string[]>} */
const insideRooms = {
  core: ['text', 'edits', 'guards', 'protocol', 'model', 'glossary', 'memory', 'instructions', 'review'],
  inference: [
    ...['tokenizer', 'runtime', 'decoding', 'spelling', 'draft', 'rewrite', 'fill', 'labels'],
    ...['remote', 'server'],
  ],
  session: ['labels', 'selection', 'review', 'run', 'answers', 'preview'],
};

/** What may not be imported from where, for `import-x/no-restricted-paths`. */
const zones = [
  ...Object.entries(rooms).map(([room, below]) => ({
    target: folder(room),
    from: folder(),
    except: [room, ...below].map((name) => `./${name}`),
    message: order,
  })),
  ...Object.entries(insideRooms).flatMap(([room, names]) =>
    names.flatMap((name, index) =>
      names.slice(index + 1).map((later) => ({
        target: folder(room, name),
        from: folder(room, later),
        message: `In ${room}/ the order is ${names.join(' → ')}: see \`insideRooms\` in eslint.config.mjs.`,
      })),
    ),
  ),
  ...readdirSync(folder('features')).map((feature) => ({
    target: folder('features', feature),
    from: folder('features'),
    except: [`./${feature}`],
    message: 'No feature imports another: what two of them share belongs into session/ or below.',
  })),
];

export default tseslint.config(
  {
    ignores: [
      'node_modules/',
      'dist/',
      'out/',
      'artifacts/',
      '.venv/',
      '.venv-serving/',
      '.vscode-host/',
      '.cache/',
      'models/',
    ],
  },
  eslint.configs.recommended,
  {
    files: ['**/*.ts', '**/*.mts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      // With noUncheckedIndexedAccess, `!` is how a loop says that its index is in range.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Bracket access is what noPropertyAccessFromIndexSignature asks for.
      '@typescript-eslint/dot-notation': 'off',
      'max-lines': ['error', { max: 300 }],
      eqeqeq: 'error',
    },
  },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    extends: [tseslint.configs.base],
    rules: {
      // The compiler checks these files too (checkJs), and knows what exists.
      'no-undef': 'off',
      'max-lines': ['error', { max: 300 }],
      eqeqeq: 'error',
    },
  },
  {
    files: ['extension/**'],
    rules: { 'no-console': 'error', 'no-restricted-globals': ['error', 'console'] },
  },
  {
    // Whoever loads the library by another way would load it with its telemetry.
    files: ['**/*.ts', '**/*.mts'],
    ignores: ['extension/inference/runtime/onnxruntime.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: 'onnxruntime-node',
              message: 'Import values from extension/inference/runtime/onnxruntime.ts.',
              allowTypeImports: true,
            },
          ],
        },
      ],
    },
  },
  {
    files: ['extension/**/*.ts'],
    plugins: { 'import-x': imports },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver({ project: 'tsconfig.json' })] },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones }],
      'import-x/no-duplicates': ['error', { 'prefer-inline': true }],
    },
  },
  ...Object.entries(bannedPackages).map(([room, packages]) => ({
    files: [`extension/${room}/**`],
    rules: {
      /** @type {import('eslint').Linter.RuleEntry} */
      'no-restricted-imports': [
        'error',
        {
          paths: packages.map((name) => ({ name, message: order })),
          patterns:
            room === 'core'
              ? [{ regex: '^node:', message: 'core/ runs anywhere: Node belongs into node/.' }]
              : [],
        },
      ],
    },
  })),
);
