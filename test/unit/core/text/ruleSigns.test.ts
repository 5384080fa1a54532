import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';

import { formatRules } from '../../../../extension/core/text/formats/formatRules.js';

const fixtures = join(__dirname, '..', '..', '..', 'golden', 'spans');
const formats = ['plaintext', 'markdown', 'html', 'typescript', 'json', 'restructuredtext'];
const rules = [...new Set(formats.flatMap((format) => formatRules(format).rules))];

/** Pieces of what the rules look for, which chance seldom puts together. */
const pieces = [
  ...[
    'www.',
    'http',
    '://',
    'mailto:',
    'a',
    'B',
    'f',
    'é',
    '中',
    '0',
    '7',
    ' ',
    '\n',
    '.',
    ',',
    ':',
    '/',
    '\\',
    '@',
    '#',
  ],
  ...[
    '-',
    '_',
    '%',
    '$',
    '{',
    '}',
    '<',
    '>',
    '`',
    '&',
    ';',
    '*',
    'md',
    'v1',
    'deadbee',
    'ABC',
    '(',
    ')',
    '[',
    ']',
    "'",
  ],
];

function check(text: string): void {
  for (const { pattern, sign, kind } of rules) {
    for (const { 0: match } of text.matchAll(pattern)) {
      assert.ok(sign === undefined || sign.test(match), `${kind}: ${match}`);
    }
  }
}

describe('the signs of inline rules', () => {
  it('are in every match, in all fixtures', () => {
    const files = readdirSync(fixtures, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    assert.ok(files.length > 0);
    for (const { parentPath, name } of files) check(readFileSync(join(parentPath, name), 'utf8'));
  });

  it('are in every match, in random texts', () => {
    const text = fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((parts) => parts.join(''));
    fc.assert(fc.property(text, check), { numRuns: 5000 });
  });
});
