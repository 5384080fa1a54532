import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ClassifyParameters } from '../../../extension/core/protocol/protocol.js';
import type { TestHook } from '../../../extension/compose/testHook.js';
import { closeAll, eventually, openFile, rangeOf, replaceText, run } from '../support/editing.js';
import { testing } from '../support/extension.js';
import { FakeModel } from '../support/fakeModel.js';

const configuration = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('interlinear');
const setRules = (rules: object | undefined): Thenable<void> =>
  configuration().update('rules', rules, vscode.ConfigurationTarget.Workspace);

const bad = 'This one is bad indeed.';
const good = 'This one is fine.';
const rule = { labelSet: 'tone', expect: ['formal'], startProcess: true, show: 'warning' };

const problems = (document: vscode.TextDocument): vscode.Diagnostic[] =>
  vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'Interlinear');
const marked = (document: vscode.TextDocument): string[] =>
  problems(document).map(({ range }) => document.getText(range));
const found = (document: vscode.TextDocument, ...wanted: string[]): Promise<void> =>
  eventually(
    `problems ${wanted.join(' | ')}; there are ${marked(document).join(' | ')}`,
    () => JSON.stringify(marked(document)) === JSON.stringify(wanted),
  );
const actions = (document: vscode.TextDocument, text: string): Thenable<vscode.CodeAction[]> =>
  vscode.commands.executeCommand('vscode.executeCodeActionProvider', document.uri, rangeOf(document, text));
const runAction = async (document: vscode.TextDocument, text: string, title: RegExp): Promise<void> => {
  const all = await actions(document, text);
  const action = all.find((one) => title.test(one.title));
  assert.ok(action?.command, `${String(title)} among ${all.map((one) => one.title).join(' · ')}`);
  await run(action.command.command, ...((action.command.arguments ?? []) as unknown[]));
};

describe('Rules', () => {
  let hook: TestHook;
  let asked: ClassifyParameters[];

  before(async () => {
    hook = await testing();
  });

  beforeEach(() => {
    const model = new FakeModel((text) => text.replace('bad', 'good'));
    asked = [];
    model.classify = (parameters) => {
      asked.push(parameters);
      return Promise.resolve(
        parameters.texts.map((text) => {
          const wanted = text.includes('bad') ? 'informal' : 'formal';
          const scores = parameters.labels.map((label) => ({ label, probability: label === wanted ? 1 : 0 }));
          return { label: wanted, scores, milliseconds: 1 };
        }),
      );
    };
    hook.useModel(model);
  });

  afterEach(async () => {
    await setRules(undefined);
    await run('interlinear.resetIgnored');
    hook.reset();
    await closeAll();
  });

  it('mark the sentences that are not as expected, with what they are', async () => {
    await setRules({ 'be formal': rule });
    const { document } = await openFile(`${good} ${bad}\n`, 'md');
    await found(document, bad);
    const [problem] = problems(document);
    assert.equal(problem?.severity, vscode.DiagnosticSeverity.Warning);
    assert.equal(problem.message, 'tone: informal (100 %)');
    assert.equal(problem.code, 'be formal');
    assert.deepEqual(hook.messages, [], 'and nothing pops up');
  });

  it('say what the person wrote, at the severity they chose', async () => {
    await setRules({ x: { ...rule, message: 'Mind your manners', show: 'hint' } });
    const { document } = await openFile(`${bad}\n`, 'md');
    await found(document, bad);
    assert.match(problems(document)[0]?.message ?? '', /^Mind your manners · informal/);
    assert.equal(problems(document)[0]?.severity, vscode.DiagnosticSeverity.Hint);
  });

  it('follow what the person types, and ask about new sentences only', async () => {
    await setRules({ x: rule });
    const { document } = await openFile(`${good} ${bad}\n`, 'md');
    await found(document, bad);
    asked.length = 0;
    await replaceText(document, 'fine', 'bad too');
    await found(document, 'This one is bad too.', bad);
    assert.deepEqual(
      asked.flatMap(({ texts }) => texts),
      ['This one is bad too.'],
    );
    await replaceText(document, bad, 'That is it.');
    await found(document, 'This one is bad too.');
  });

  it('look at the comments of code, or at its strings, as they say', async () => {
    const code = `// A comment that is bad.\nconst text = 'A string that is bad.';\nlet bad = very + bad * thing;\n`;
    await setRules({ x: rule });
    const { document } = await openFile(code, 'ts');
    await found(document, 'A comment that is bad.');
    await setRules({ x: { ...rule, parts: ['string'] } });
    await found(document, 'A string that is bad.');
  });

  it('hold for the languages and files that they name', async () => {
    await setRules({ x: { ...rule, languages: ['markdown'], files: ['**/*.md'] } });
    const { document: text } = await openFile(`${bad}\n`, 'txt');
    const { document: markdown } = await openFile(`${bad}\n`, 'md');
    await found(markdown, bad);
    assert.deepEqual(marked(text), []);
  });

  it('start no process unless they say so; a command checks at once', async () => {
    await setRules({ x: { ...rule, startProcess: false } });
    const { document } = await openFile(`${bad}\n`, 'md');
    if (hook.processPhase === 'stopped') {
      await new Promise((resolve) => setTimeout(resolve, 1500));
      assert.deepEqual(marked(document), []);
      assert.deepEqual(asked, []);
    }
    await run('interlinear.checkRules');
    assert.deepEqual(marked(document), [bad]);
    assert.match(hook.messages.at(-1)?.text ?? '', /found 1/);
  });

  it('have quick fixes that rewrite the sentence, and it is no problem any more', async () => {
    await setRules({ x: { ...rule, fix: ['make it formal'] } });
    const { document } = await openFile(`${good} ${bad}\n`, 'md');
    await found(document, bad);
    const titles = (await actions(document, bad)).map(({ title }) => title);
    for (const title of [
      'make it formal',
      'Make formal',
      'Ignore this sentence',
      'Switch off the rule “x” here',
    ])
      assert.ok(titles.includes(title), `${title} among ${titles.join(' · ')}`);
    await runAction(document, bad, /^Make formal$/);
    assert.equal(document.getText(), `${good} ${bad.replace('bad', 'good')}\n`);
    await found(document);
  });

  it('ignore a sentence, or a whole rule, until it is shown again', async () => {
    const other = 'That is bad as well.';
    await setRules({ x: rule });
    const { document } = await openFile(`${bad} ${other}\n`, 'md');
    await found(document, bad, other);
    await runAction(document, bad, /^Ignore this sentence/);
    await found(document, other);
    await runAction(document, other, /^Switch off the rule/);
    await found(document);
    await run('interlinear.resetIgnored');
    await found(document, bad, other);
  });

  it('are shown above the sentence where they say so, with the same actions', async () => {
    await setRules({ x: { ...rule, show: 'codeLens' } });
    const { document } = await openFile(`${bad}\n`, 'md');
    const titles = async (): Promise<string[]> => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
        50,
      );
      return lenses.map(({ command }) => command?.title ?? '');
    };
    await eventually('the code lens', async () => (await titles()).includes('tone: informal (100 %)'));
    assert.ok((await titles()).includes('Ignore this sentence'));
    assert.deepEqual(problems(document), []);
  });

  it('go with their document, and say if there are none for it', async () => {
    await setRules({ x: rule });
    const { document } = await openFile(`${bad}\n`, 'md');
    await found(document, bad);
    await setRules(undefined);
    await found(document);
    await run('interlinear.checkRules');
    assert.match(hook.messages.at(-1)?.text ?? '', /^No rule is for this document/);
  });

  it('are silent about a model that fails', async () => {
    const model = new FakeModel((text) => text);
    model.classify = (parameters) => {
      asked.push(parameters);
      return Promise.reject(hook.failure('modelNotFound', 'missing'));
    };
    hook.useModel(model);
    await setRules({ x: rule });
    const { document } = await openFile('A new one that is bad.\n', 'md');
    await eventually('the question', () => asked.length > 0);
    assert.deepEqual(marked(document), []);
    assert.deepEqual(hook.messages, []);
  });
});
