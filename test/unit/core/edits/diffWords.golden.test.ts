import { strict as assert } from 'node:assert';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { diffWords } from '../../../../extension/core/edits/diffWords.js';
import { editOf } from '../../../../extension/core/edits/hunk.js';
import { StringEdit } from '../../../../extension/core/edits/stringEdit.js';
import { assertGolden, readGoldenInput } from '../support/golden.js';

/** Line breaks are written as signs in the golden files. */
const decode = (line: string): string => line.slice(2).replaceAll('␍', '\r').replaceAll('⏎', '\n');
const encode = (text: string): string => text.replaceAll('\r', '␍').replaceAll('\n', '⏎');

function marked(original: string, modified: string): string {
  let result = '';
  let position = 0;
  for (const { originalRange, originalText, modifiedText } of diffWords(original, modified)) {
    result += `${original.slice(position, originalRange.start)}[-${originalText}-]{+${modifiedText}+}`;
    position = originalRange.end;
  }
  return encode(result + original.slice(position));
}

describe('diffWords, golden files', function () {
  // Generous: property tests share the machine with whatever else runs on it.
  this.timeout(60_000);

  const names = readdirSync(join(process.cwd(), 'test', 'golden', 'diffs')).filter((name) =>
    name.endsWith('.txt'),
  );

  it('cover the scripts of the world', () => {
    assert.ok(names.length >= 13, names.join(' '));
  });

  for (const name of names) {
    it(name.replace('.txt', ''), () => {
      const pairs = readGoldenInput(`diffs/${name}`).trimEnd().split('\n\n');
      const results = pairs.map((pair) => {
        const [original, modified] = pair.split('\n').map(decode);
        assert.ok(original !== undefined && modified !== undefined, pair);
        const result = StringEdit.of(diffWords(original, modified).map(editOf)).apply(original);
        assert.equal(result.replaceAll('\r\n', '\n').normalize('NFC'), modified.normalize('NFC'));
        return marked(original, modified);
      });
      assertGolden(`diffs/${name.replace('.txt', '.golden')}`, `${results.join('\n')}\n`);
    });
  }
});
