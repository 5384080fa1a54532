import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ActivatedApi } from '../../../extension/extension.js';
import type { ShownMessage, TestHook } from '../../../extension/compose/testHook.js';
import { restlessModel } from '../../unit/inference/support/fakeGraph.js';
import { ClientPackage } from '../../unit/inference/remote/support/clientPackage.js';
import { LoopbackServer } from '../../unit/inference/remote/support/loopbackServer.js';
import { closeAll, eventually, openFile, run, select } from '../support/editing.js';
import { activated, testing } from '../support/extension.js';

const token = 'secret-token-0123';
const sentence = 'The library is closed on Monday.';

describe('A server that runs the model', () => {
  let hook: TestHook;
  let api: ActivatedApi;
  let folder: ClientPackage;
  let server: LoopbackServer;

  const set = (id: string, value: unknown): Thenable<void> =>
    vscode.workspace.getConfiguration('interlinear').update(id, value, true);
  const rewrite = (): Promise<string> =>
    api.rewrite({ texts: [sentence], instruction: 'translate to German' }).then(
      ([result]) => result?.output ?? '',
      (error: unknown) => String(error),
    );
  /** Number of messages that have been read. */
  let read = 0;
  /** Waits for a message that has not been read yet. */
  const asked = async (pattern: RegExp): Promise<ShownMessage> => {
    const found = (): number =>
      hook.messages.findIndex(({ text }, index) => index >= read && pattern.test(text));
    await eventually(`a message ${String(pattern)}`, () => found() >= 0);
    const message = hook.messages[found()]!;
    read = found() + 1;
    return message;
  };
  /** Agrees, when that is asked. */
  const agree = async (): Promise<void> => {
    await (await asked(/set to run on the server/)).choose('Send to This Server');
  };

  before(async () => {
    hook = await testing();
    api = await activated();
    folder = new ClientPackage();
  });
  beforeEach(async () => {
    hook.reset();
    read = 0;
    server = await new LoopbackServer(restlessModel, folder.manifest).listen();
    await set('model', folder.directory);
    await set('endpoint.url', server.url);
  });
  afterEach(async () => {
    await run('workbench.action.closeQuickOpen');
    await set('model', undefined);
    await set('endpoint.url', undefined);
    await server.close();
    hook.reset();
    await closeAll();
  });
  after(() => folder.remove());

  it('hears nothing before its person has agreed, and is asked about once', async () => {
    const first = rewrite();
    const question = await asked(/localhost:\d+.*Whoever runs the server can read them/);
    assert.equal(server.connections, 0);
    await question.choose('Send to This Server');
    const output = await first;
    assert.ok(output !== '' && !output.startsWith('Error'), output);
    const count = hook.messages.length;
    assert.equal(await rewrite(), output);
    assert.equal(hook.messages.length, count);
    assert.equal(server.inferences('tiny').length, 2);
  });

  it('hears nothing from who does not agree', async () => {
    const first = rewrite();
    (await asked(/set to run on the server/)).dismiss();
    assert.match(await first, /Nothing was sent to the server/);
    assert.equal(server.connections, 0);
  });

  it('is sent the token of its origin, which stands nowhere else', async () => {
    await hook.secrets?.store(`interlinear.endpoint.token ${server.url}`, token);
    const done = rewrite();
    await agree();
    await done;
    assert.ok(server.requests.length > 3);
    assert.ok(server.requests.every(({ authorization }) => authorization === `Bearer ${token}`));
    const other = await new LoopbackServer(restlessModel, folder.manifest).listen();
    await set('endpoint.url', other.url);
    const second = rewrite();
    await agree();
    await second;
    assert.ok(other.requests.length > 3);
    assert.ok(other.requests.every(({ authorization }) => authorization === undefined));
    await other.close();
    assert.ok(!JSON.stringify(hook.messages).includes(token));
    await set('endpoint.url', server.url);
    await run('interlinear.removeEndpointToken');
    await asked(/token for the server localhost:\d+ has been removed/);
    assert.equal(await hook.secrets?.get(`interlinear.endpoint.token ${server.url}`), undefined);
    await run('interlinear.removeEndpointToken');
    await asked(/There is no token/);
  });

  it('is reached by an address that is safe, or not at all', async () => {
    await set('endpoint.url', 'http://models.example.org');
    const done = rewrite();
    (await asked(/models\.example\.org does not begin with https:/)).dismiss();
    await done;
  });

  it('is set and taken away by a command', async () => {
    await set('endpoint.url', undefined);
    const accept = async (given: string, isDone: () => boolean): Promise<void> => {
      const done = run('interlinear.setEndpoint', given);
      await eventually('the box', async () => {
        await run('workbench.action.acceptSelectedQuickOpenItem');
        return isDone();
      });
      await done;
    };
    const url = (): unknown => vscode.workspace.getConfiguration('interlinear').get('endpoint.url');
    await accept(server.url, () => url() === server.url);
    await agree();
    await asked(/runs on the server localhost:\d+ from the next request on/);
    await accept('', () => url() === '');
    await asked(/runs on this machine from the next request on/);
  });

  it('makes the choice of a device wait', async () => {
    await run('interlinear.selectDevice', 'auto');
    await asked(/The server localhost:\d+ runs the model/);
  });

  // The last one: what follows within seconds belongs to the same command, and is done on this machine as well.
  it('is not replaced by this machine without a word where it fails', async () => {
    await set('model', undefined);
    const editor = await openFile(`${sentence}\n`);
    select(editor, sentence);
    server.fault = ({ response }) => Boolean(response.writeHead(401).end());
    const done = run('interlinear.instruct', { instruction: 'translate to German' });
    await agree();
    const first = await asked(/did not let Interlinear in \(401\)/);
    assert.deepEqual(first.actions, ['Try Again', 'Use This Machine Once', 'Open Settings']);
    const requests = server.requests.length;
    await first.choose('Try Again');
    const second = await asked(/did not let Interlinear in/);
    assert.ok(server.requests.length > requests);
    assert.equal(editor.document.getText(), `${sentence}\n`);
    await second.choose('Use This Machine Once');
    await done;
    assert.notEqual(editor.document.getText(), `${sentence}\n`);
    assert.ok(hook.changesIn(editor.document).length > 0);
  });
});
