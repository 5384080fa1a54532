import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

/**
 * Dependencies point one way: features → client → core, inference → core.
 * @param {readonly string[]} folders folders of extension/ that must not be imported
 * @param {readonly string[]} modules packages that must not be imported
 */
const mayNotImport = (folders, modules) => ({
  'no-restricted-imports': [
    'error',
    {
      paths: modules.map((name) => ({
        name,
        message: 'See the direction of dependencies in eslint.config.mjs.',
      })),
      patterns: folders.map((folder) => ({
        regex: `(^|/)${folder}/`,
        message: `This layer does not know ${folder}/; dependencies point features → client → core, inference → core.`,
      })),
    },
  ],
});

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
    files: ['extension/core/**'],
    rules: mayNotImport(
      ['client', 'inference', 'features', 'cli', 'contributions'],
      ['vscode', 'onnxruntime-node'],
    ),
  },
  { files: ['extension/inference/**'], rules: mayNotImport(['client', 'features', 'cli'], ['vscode']) },
  {
    files: ['extension/client/**'],
    rules: mayNotImport(['inference', 'features', 'cli'], ['vscode', 'onnxruntime-node']),
  },
  { files: ['extension/features/**'], rules: mayNotImport(['inference', 'cli'], ['onnxruntime-node']) },
  {
    files: ['extension/contributions/**'],
    rules: mayNotImport(['inference', 'client', 'cli'], ['vscode', 'onnxruntime-node']),
  },
  { files: ['extension/cli/**'], rules: mayNotImport(['features'], ['vscode', 'onnxruntime-node']) },
  { files: ['extension/extension.ts'], rules: mayNotImport(['inference', 'cli'], ['onnxruntime-node']) },
);
