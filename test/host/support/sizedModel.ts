import type * as vscode from 'vscode';
import type { TestHook } from '../../../extension/compose/testHook.js';
import { closeAll, openFile, run, select } from './editing.js';
import { testing } from './extension.js';
import { FakeModel } from './fakeModel.js';
import { simplify, sized } from './sizedAnswers.js';

/** Gives every test of the suite around it a new model whose answers have the length that is asked for. */
export function withSizedModel(take: (hook: TestHook, model: FakeModel) => void): void {
  let hook: TestHook;

  before(async () => {
    hook = await testing();
  });

  beforeEach(() => {
    const model = new FakeModel(sized);
    model.tasks = [simplify];
    hook.useModel(model);
    take(hook, model);
  });

  afterEach(async () => {
    await run('workbench.action.closeQuickOpen');
    hook.reset();
    await closeAll();
  });
}

/** A document in which these texts, or else all of it, were translated, with the review of that open. */
export async function translated(content: string, ...texts: readonly string[]): Promise<vscode.TextEditor> {
  const editor = await openFile(content);
  select(editor, ...(texts.length > 0 ? texts : [content.trim()]));
  await run('interlinear.translate', { target: 'en' });
  return editor;
}
