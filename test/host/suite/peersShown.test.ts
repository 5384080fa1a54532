import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestHook } from '../../../extension/compose/testHook.js';
import { closeAll, eventually, openFile, rangeOf, run, select, workspaceFolder } from '../support/editing.js';
import { extensionId, testing } from '../support/extension.js';
import { FakeModel, replacing } from '../support/fakeModel.js';

const original = 'I know teh book, wich you recieve as a present from all of us here today.\n';
const rewritten = 'I know the book, which you receive as a present from all of us here today.\n';
const correct = replacing({ teh: 'the', wich: 'which', recieve: 'receive' });
const global = vscode.ConfigurationTarget.Global;

/**
 * What went wrong in other extensions that change text by a model (issue trackers and sources of fifteen of them), each as
 * a behaviour that ours has.
 */
describe('Faults known from other extensions, in files and on screen', () => {
  let hook: TestHook;
  let model: FakeModel;

  before(async () => {
    hook = await testing();
  });

  beforeEach(() => {
    model = new FakeModel(correct);
    hook.useModel(model);
  });

  afterEach(async () => {
    hook.reset();
    await closeAll();
  });

  async function review(content = original): Promise<vscode.TextEditor> {
    const editor = await openFile(content);
    select(editor, original.trim());
    await run('interlinear.rewrite', { task: 'fix' });
    return editor;
  }

  /** A request that waits for its answer. */
  async function pending(
    content = original,
    ...texts: readonly string[]
  ): Promise<[vscode.TextEditor, () => Promise<void>]> {
    model.hold = true;
    const editor = await openFile(content);
    select(editor, ...(texts.length > 0 ? texts : [original.trim()]));
    const done = run('interlinear.rewrite', { task: 'fix' });
    await eventually('the request', () => model.held.length === 1);
    const release = async (): Promise<void> => {
      model.held[0]!.release();
      await done;
    };
    return [editor, release];
  }

  describe('what is in the file', () => {
    const onDisk = async ({ uri }: vscode.TextDocument): Promise<string> =>
      Buffer.from(await vscode.workspace.fs.readFile(uri)).toString();

    it('is never a marker, a blank line or a placeholder, while it works and while it waits', async () => {
      const [{ document }, release] = await pending();
      assert.equal(document.getText(), original);
      assert.equal(document.isDirty, false);
      await release();
      assert.equal(document.getText(), rewritten);
      assert.ok(await document.save());
      assert.equal(await onDisk(document), rewritten);
      assert.equal(hook.changesIn(document).length, 3, 'and saving is neither blocked nor a decision');
    });

    it('is saved by auto save too, and the review goes on', async () => {
      const configuration = vscode.workspace.getConfiguration('files');
      await configuration.update('autoSave', 'afterDelay', global);
      await configuration.update('autoSaveDelay', 100, global);
      try {
        const { document } = await review();
        await eventually('auto save', async () => (await onDisk(document)) === rewritten);
        assert.equal(hook.changesIn(document).length, 3);
        await run('interlinear.undoAll');
        assert.equal(document.getText(), original);
      } finally {
        await configuration.update('autoSave', undefined, global);
        await configuration.update('autoSaveDelay', undefined, global);
      }
    }).timeout(120_000);

    it('keeps an encoding that is not UTF-8, and its byte order mark', async () => {
      const gbk = Buffer.from([0xc4, 0xe3, 0xba, 0xc3]); // 你好
      const mark = Buffer.from([0xef, 0xbb, 0xbf]);
      const cases = [
        { encoding: 'gbk', before: gbk },
        { encoding: 'utf8bom', before: Buffer.concat([mark, Buffer.from('你好 😀')]) },
      ];
      for (const { encoding, before } of cases) {
        const uri = vscode.Uri.joinPath(workspaceFolder(), `${encoding}.txt`);
        await vscode.workspace.fs.writeFile(uri, Buffer.concat([before, Buffer.from(` ${original}`)]));
        const document = await vscode.workspace.openTextDocument(uri, { encoding });
        const editor = await vscode.window.showTextDocument(document);
        assert.match(document.getText(), /^你好/);
        select(editor, original.trim());
        await run('interlinear.rewrite', { task: 'fix' });
        assert.ok(await document.save());
        const bytes = Buffer.from(await vscode.workspace.fs.readFile(uri));
        assert.deepEqual(bytes, Buffer.concat([before, Buffer.from(` ${rewritten}`)]), encoding);
      }
    }).timeout(120_000);

    it('is all that there is: no temporary file in the person’s folder', async () => {
      const names = async (): Promise<string[]> =>
        (await vscode.workspace.fs.readDirectory(workspaceFolder())).map(([name]) => name).sort();
      const editor = await openFile(original);
      const before = await names();
      select(editor, original.trim());
      await run('interlinear.rewrite', { task: 'fix' });
      await run('interlinear.showOriginal');
      assert.deepEqual(await names(), before);
    });
  });

  describe('what a person is shown', () => {
    it('is no change where nothing changes, not even white space and line ends', async () => {
      hook.useModel(new FakeModel((text) => text.replaceAll('\r\n', '\n')));
      const editor = await openFile('one\r\ntwo\r\n');
      editor.selection = new vscode.Selection(0, 0, 1, 3);
      await run('interlinear.rewrite', { task: 'fix' });
      assert.match(hook.messages.at(-1)?.text ?? '', /^No changes/);
      assert.deepEqual(hook.changesIn(editor.document), []);
      assert.equal(editor.document.isDirty, false);
    });

    it('is both Keep and Undo, wherever there is one of them', async () => {
      const { document } = await review();
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
      );
      const titles = lenses.map(({ command }) => command?.title);
      assert.ok(titles.includes('Keep') && titles.includes('Undo'));
      const range = rangeOf(document, 'which');
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        range.start,
      );
      const text = hovers
        .flatMap(({ contents }) => contents as vscode.MarkdownString[])
        .map(({ value }) => value)
        .join('\n');
      assert.ok(text.includes('[Keep]') && text.includes('[Undo]') && text.includes('wich'));
    });

    it('is the state of the file in front of them: keys and menus of a review are off in other files', async () => {
      await review();
      await eventually('the key', () => hook.contextKey('interlinear.reviewInEditor') === true);
      await openFile('another file\n');
      await eventually('the key to be off', () => hook.contextKey('interlinear.reviewInEditor') === false);
    });

    it('is an original that can still be looked at after it was replaced', async () => {
      await review();
      await run('interlinear.showOriginal');
      const left = (): string | undefined =>
        vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'interlinear-original')?.getText();
      await eventually('the original', () => left() === original);
    });
  });

  describe('formatters', () => {
    it('move changes that they do not touch, and decide none of them', async () => {
      const formatter = vscode.languages.registerDocumentFormattingEditProvider('plaintext', {
        provideDocumentFormattingEdits: (document) => [
          vscode.TextEdit.insert(new vscode.Position(0, 0), '    '),
          vscode.TextEdit.replace(rangeOf(document, 'as a present'), 'as  a  present'),
        ],
      });
      try {
        const { document } = await review();
        await run('editor.action.formatDocument');
        await eventually('the format', () => document.getText().startsWith('    I know the'));
        assert.deepEqual(
          hook.changesIn(document).map(({ modifiedText }) => modifiedText),
          ['the', 'which', 'receive'],
        );
        await run('interlinear.undoAll');
        assert.equal(document.getText(), `    ${original.replace('as a present', 'as  a  present')}`);
      } finally {
        formatter.dispose();
      }
    });
  });

  describe('the manifest', () => {
    interface Manifest {
      readonly activationEvents: readonly string[];
      readonly capabilities?: object;
      readonly contributes: {
        readonly keybindings: readonly {
          readonly key: string;
          readonly mac?: string;
          readonly command: string;
          readonly when?: string;
        }[];
        readonly commands: readonly { readonly command: string }[];
      };
    }
    const manifest = (): Manifest => vscode.extensions.getExtension(extensionId)!.packageJSON as Manifest;

    it('has well-formed activation events, and says what it can do without trust', () => {
      for (const event of manifest().activationEvents) {
        assert.match(event, /^(\*|on[A-Z]\w*(:.+)?)$/);
        assert.doesNotMatch(event, /^onCommand\./);
      }
      assert.ok(!manifest().activationEvents.includes('*'));
      assert.ok(manifest().capabilities);
    });

    it('takes no key that people use for something else, and none that destroys text', () => {
      for (const { key, command, when } of manifest().contributes.keybindings) {
        // Escape ends our own work, where it would close nothing else.
        const isCancel =
          command === 'interlinear.cancel' &&
          /^interlinear\.running && .*!suggestWidgetVisible/.test(when ?? '');
        if (!isCancel) {
          assert.doesNotMatch(
            key,
            /^(ctrl|cmd)\+[a-z]$|^escape$|^tab$|^enter$|^alt\+z$|^ctrl\+shift\+[vd]$/i,
            command,
          );
        }
        assert.doesNotMatch(command, /undo|keep|restore|rewrite|translate/i);
        assert.match(when ?? '', /interlinear\./, 'bound inside our own context only');
      }
    });

    it('names only commands that exist', async () => {
      const known = new Set(await vscode.commands.getCommands(true));
      const missing = manifest().contributes.commands.filter(({ command }) => !known.has(command));
      assert.deepEqual(missing, []);
    });
  });
});
