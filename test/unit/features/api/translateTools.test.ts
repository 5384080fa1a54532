import assert from 'node:assert/strict';
import type { CancellationToken } from 'vscode';
import { languageModelTools, type ToolName } from '../../../../extension/contributions/languageModelTools.js';
import { packageContributions } from '../../../../extension/contributions/packageContributions.js';
import { toolAnswer, toolInput } from '../../../../extension/features/api/textTools.js';
import { withinBudget } from '../../../../extension/features/api/toolResult.js';

const names = Object.keys(languageModelTools) as ToolName[];
const token: CancellationToken = {
  isCancellationRequested: false,
  onCancellationRequested: () => {
    throw new Error('nobody listens');
  },
};

describe('Tools for language models', () => {
  const inputs: Readonly<Record<ToolName, Record<string, unknown>>> = {
    interlinear_rewrite: { text: 'a', instruction: 'fix it', format: 'markdown' },
    interlinear_translate: { text: 'a', target: 'de', format: 'markdown' },
    interlinear_classify: { text: 'a', labels: ['x', 'y'] },
  };

  it('are declared as VS Code wants them', () => {
    const { languageModelTools: declared } = packageContributions() as {
      languageModelTools: Record<string, unknown>[];
    };
    assert.deepEqual(
      declared.map(({ name }) => name),
      names,
    );
    for (const { name, toolReferenceName, displayName, userDescription, modelDescription } of declared) {
      assert.match(String(name), /^[\w-]+$/);
      assert.match(String(toolReferenceName), /^[\w-]+$/);
      assert.match(String(displayName), /^%tool\.\w+\.name%$/);
      assert.match(String(userDescription), /^%tool\.\w+\.description%$/);
      assert.ok(String(modelDescription).length > 80);
    }
  });

  for (const name of names) {
    it(`takes what its schema describes: ${name}`, () => {
      const { properties, required } = languageModelTools[name].inputSchema as {
        properties: Record<string, unknown>;
        required: string[];
      };
      const input = inputs[name];
      assert.deepEqual(Object.keys(properties).sort(), Object.keys(input).sort());
      assert.deepEqual(toolInput(name, input), input);
      for (const property of required) {
        const { [property]: _, ...rest } = input;
        assert.throws(() => toolInput(name, rest), {
          code: 'invalidArgument',
          message: new RegExp(property),
        });
      }
    });
  }

  it('answer with the text, and say what was left as it was', async () => {
    const signal = new AbortController().signal;
    const asked: unknown[] = [];
    const segment = { source: 'a', output: 'a', score: 0 };
    const result = {
      output: 'A',
      score: 0,
      segments: [segment, { ...segment, warning: 'too-long' }, { ...segment, warning: 'term-missing' }],
    };
    const api = {
      rewrite: (...request: unknown[]) => Promise.resolve(asked.push(request) ? [result] : []),
      translate: (...request: unknown[]) =>
        Promise.resolve(asked.push(request) ? [{ ...result, segments: [] }] : []),
      classify: () =>
        Promise.resolve([
          {
            label: 'x',
            scores: [
              { label: 'x', probability: 0.87654 },
              { label: 'y', probability: 0.12346 },
            ],
          },
        ]),
    };
    const answer = (name: ToolName): Promise<string> => toolAnswer(api, name, inputs[name], signal);
    assert.equal(await answer('interlinear_rewrite'), 'A\n[Sentences left as they were: 2]');
    assert.equal(await answer('interlinear_translate'), 'A');
    assert.deepEqual(asked, [
      [{ texts: ['a'], instruction: 'fix it', workspaceTerms: true, format: 'markdown' }, { signal }],
      [{ texts: ['a'], target: 'de', workspaceTerms: true, format: 'markdown' }, { signal }],
    ]);
    assert.deepEqual(JSON.parse(await answer('interlinear_classify')), {
      label: 'x',
      probabilities: { x: 0.877, y: 0.123 },
    });
  });
});

describe('Token budget of a tool', () => {
  const countTokens = (text: string): Promise<number> => Promise.resolve(text.split(/\s+/).length);
  const words = Array.from({ length: 500 }, (_, index) => `word${index}`).join(' ');

  it('leaves alone what fits, or where there is none', async () => {
    assert.equal(await withinBudget(words, undefined, token), words);
    assert.equal(await withinBudget(words, { tokenBudget: 500, countTokens }, token), words);
  });

  it('is never exceeded, and the cut is said', async () => {
    for (const tokenBudget of [499, 100, 20]) {
      const cut = await withinBudget(words, { tokenBudget, countTokens }, token);
      assert.ok((await countTokens(cut)) <= tokenBudget);
      assert.match(cut, /^word0[^]*\[The result was cut/);
      assert.doesNotMatch(cut, /word\d+\n\[.*word/);
    }
  });

  it('of nearly nothing gives nothing', async () => {
    assert.equal(await withinBudget(words, { tokenBudget: 2, countTokens }, token), '');
  });
});
