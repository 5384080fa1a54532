import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestHook } from '../../../extension/compose/testHook.js';
import { restlessModel } from '../../unit/inference/support/fakeGraph.js';
import { ClientPackage } from '../../unit/inference/remote/support/clientPackage.js';
import { LoopbackServer } from '../../unit/inference/remote/support/loopbackServer.js';
import { run } from '../support/editing.js';
import { activated, testing } from '../support/extension.js';

describe('A server, in a folder that is not trusted', () => {
  let hook: TestHook;
  let folder: ClientPackage;
  let server: LoopbackServer;
  const set = (value: unknown): Thenable<void> =>
    vscode.workspace.getConfiguration('interlinear').update('endpoint.url', value, true);

  before(async () => {
    hook = await testing();
    hook.reset();
    folder = new ClientPackage();
    server = await new LoopbackServer(restlessModel, folder.manifest).listen();
    await set(server.url);
  });
  after(async () => {
    await set(undefined);
    await server.close();
    folder.remove();
    hook.reset();
  });

  it('hears nothing, though the user settings name it: the model on this machine answers', async () => {
    const api = await activated();
    const [result] = await api.rewrite({ texts: ['Good morning.'], instruction: 'translate to German' });
    assert.ok(result && result.output !== '');
    assert.equal(server.connections, 0);
    assert.equal(hook.messages.length, 0);
  });

  it('cannot be set', async () => {
    for (const command of ['interlinear.setEndpoint', 'interlinear.setEndpointToken']) {
      hook.reset();
      await run(command);
      assert.match(hook.messages.at(-1)?.text ?? '', /Restricted Mode/);
    }
  });
});
