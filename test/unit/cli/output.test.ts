import { strict as assert } from 'node:assert';
import { PassThrough } from 'node:stream';
import { Output } from '../../../extension/cli/output.js';

describe('Messages of the command line', () => {
  it('hold no escape sequences of file names, which a terminal would obey', () => {
    const stderr = new PassThrough();
    new Output(new PassThrough(), stderr).message(
      'a\u001b]0;title\u0007\u009b31m.md\r: \u202egnp.exe failed\nnext',
    );
    assert.equal(
      String(stderr.read()),
      'interlinear: a\\u001b]0;title\\u0007\\u009b31m.md\\u000d: \\u202egnp.exe failed\nnext\n',
    );
  });
});
