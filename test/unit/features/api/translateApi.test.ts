import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { createApi } from '../../../../extension/features/api/createApi.js';
import type { InterlinearApi, RewriteTexts } from '../../../../extension/features/api/interlinearApi.js';
import type { ModelService } from '../../../../extension/model/modelService.js';
import { tinyManifest } from '../../inference/support/tinyManifest.js';

const root = path.resolve(__dirname, '../../../..');

describe('Interface for other extensions', () => {
  let requests: unknown[];
  let options: unknown[];
  let api: InterlinearApi;

  beforeEach(() => {
    requests = [];
    options = [];
    const keep =
      <Result>(result: Result) =>
      (parameters: unknown, given: unknown): Promise<Result> => {
        requests.push(parameters);
        options.push(given);
        return Promise.resolve(result);
      };
    const model: ModelService = {
      manifest: () => Promise.resolve(tinyManifest()),
      rewrite: keep([]),
      classify: keep([]),
      fill: keep({ wordings: [], milliseconds: 1 }),
      check: keep([]),
    };
    api = createApi({
      model,
      terms: ({ instruction, texts }) =>
        Promise.resolve({
          glossary: [{ source: texts[0] ?? '', target: instruction }],
          keep: ['x', 'y'],
        }),
      onDidChangeModel: () => {
        throw new Error('nobody listens');
      },
      extendTranslate: () => undefined,
    });
  });

  it('holds the terms of the workspace for who asks for them, behind their own', async () => {
    const glossary = [{ source: 'a', target: 'b' }];
    await api.translate({ texts: ['a'], target: 'de', glossary, keep: ['z', 'y'], workspaceTerms: true });
    const instruction = 'Translate to German.';
    const terms = [...glossary, { source: 'a', target: instruction }];
    assert.deepEqual(requests, [{ texts: ['a'], instruction, glossary: terms, keep: ['z', 'y', 'x'] }]);
    await api.rewrite({ texts: ['a'], instruction: 'fix it', workspaceTerms: false });
    assert.deepEqual(requests[1], { texts: ['a'], instruction: 'fix it' });
  });

  it('passes on what it knows, and nothing else', async () => {
    const { signal } = new AbortController();
    const onPass = (): void => undefined;
    const given = { texts: ['a'], instruction: 'fix it', maximumCharacters: 9, keep: ['x'], secret: 1 };
    await api.rewrite(given, { signal, onPass });
    assert.deepEqual(requests, [{ texts: ['a'], instruction: 'fix it', maximumCharacters: 9, keep: ['x'] }]);
    assert.deepEqual(options, [{ signal, onPass }]);
  });

  it('translates into a language by code or name', async () => {
    await api.translate({ texts: ['a'], target: 'de-AT', format: 'markdown' });
    await api.translate({ texts: ['a'], target: 'French' });
    assert.deepEqual(requests, [
      { texts: ['a'], instruction: 'Translate to German.', format: 'markdown' },
      { texts: ['a'], instruction: 'Translate to French.' },
    ]);
    await assert.rejects(api.translate({ texts: ['a'], target: 'ja' }), {
      code: 'invalidArgument',
      message: /"ja"; it knows: en, de, fr/,
    });
  });

  it('classifies and fills', async () => {
    await api.classify({ texts: ['a'], labels: ['x', 'y'] });
    await api.fill({ before: 'a', after: 'b', phrase: '' });
    assert.deepEqual(requests, [
      { texts: ['a'], labels: ['x', 'y'] },
      { before: 'a', after: 'b', phrase: '' },
    ]);
  });

  for (const [what, parameters] of [
    ['nothing', undefined],
    ['no texts', { texts: [], instruction: 'x' }],
    ['a text instead of texts', { texts: 'a', instruction: 'x' }],
    ['no instruction', { texts: ['a'], instruction: ' ' }],
    ['half a pass', { texts: ['a'], instruction: 'x', iterations: 0.5 }],
  ] as const) {
    it(`refuses ${what}, and says what is wrong`, async () => {
      await assert.rejects(api.rewrite(parameters as unknown as RewriteTexts), {
        code: 'invalidArgument',
        message: /^rewrite: /,
      });
      assert.deepEqual(requests, []);
    });
  }

  it('describes the model without loading it', async () => {
    const description = await api.model();
    assert.deepEqual(description.targets[1], { code: 'de', name: 'German' });
    assert.deepEqual(description.labelSets, [{ id: 'mood', labels: ['good', 'bad'] }]);
    assert.ok(description.instructions.includes('Translate to {target}.'));
    assert.deepEqual(requests, []);
  });

  it('is written in one file that stands alone', () => {
    const file = path.join(root, 'extension/features/api/interlinearApi.ts');
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
    for (const statement of source.statements) {
      if (ts.isImportDeclaration(statement)) {
        assert.equal((statement.moduleSpecifier as ts.StringLiteral).text, 'vscode');
      } else {
        assert.ok(ts.isInterfaceDeclaration(statement), 'types only, so that it can be copied');
      }
    }
  });

  it('is documented, every member', () => {
    const documentation = readFileSync(path.join(root, 'docs/api.md'), 'utf8');
    for (const member of Object.keys(api)) {
      assert.ok(documentation.includes(`\`${member}`), member);
    }
  });
});
