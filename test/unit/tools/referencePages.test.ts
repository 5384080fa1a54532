import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import prettier from 'prettier';
import { commands } from '../../../extension/contributions/commands.js';
import { settings } from '../../../extension/contributions/settings.js';
import { commandPurposes } from '../../../tools/lib/commandPurposes.js';
import { referencePages } from '../../../tools/lib/referencePages.js';

const root = path.resolve(__dirname, '../../..');

describe('docs/commands.md and docs/settings.md', () => {
  it('say what every command is for, once', () => {
    const described = Object.values(commandPurposes).flatMap((purposes) => Object.keys(purposes));
    assert.deepEqual(described.toSorted(), Object.keys(commands).toSorted());
  });

  it('have every setting, and no text that is missing from package.nls.json', () => {
    const pages = referencePages();
    for (const id of Object.keys(settings)) assert.ok(pages['docs/settings.md']?.includes(`\`${id}\``), id);
    assert.doesNotMatch(Object.values(pages).join(''), /(?<![.\w`])(command|setting)\.\w+/);
  });

  for (const [name, markdown] of Object.entries(referencePages())) {
    it(`${name} is as the tables are (npm run contributions)`, async () => {
      const file = path.join(root, name);
      const options = await prettier.resolveConfig(file);
      const wanted = await prettier.format(markdown, { ...options, parser: 'markdown' });
      assert.equal(readFileSync(file, 'utf8'), wanted);
    });
  }
});
