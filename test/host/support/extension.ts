import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ActivatedApi } from '../../../extension/extension.js';
import type { TestHook } from '../../../extension/compose/testHook.js';

export const extensionId = 'interlinear.interlinear';

// The extension reads this when it is activated, which the suites do themselves.
process.env['INTERLINEAR_TEST'] = '1';

/** Activates the extension. */
export async function activated(): Promise<ActivatedApi> {
  const extension = vscode.extensions.getExtension<ActivatedApi>(extensionId);
  assert.ok(extension, `${extensionId} is installed`);
  return extension.activate();
}

/** Activates the extension and gives the hook for tests. */
export async function testing(): Promise<TestHook> {
  const { testing: hook } = await activated();
  assert.ok(hook, 'the extension was activated with its test hook');
  return hook;
}
