import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { packageReadme } from '../../../tools/lib/packageReadme.mjs';

describe('README.md of the package', () => {
  it('has no pictures, and of links into the repository the text alone', () => {
    const markdown =
      '# A\n\n![Picture of a review](media/readme/review.png)\n\nSee [the card](models/CARD.md), [Node](https://nodejs.org) and [below](#below).\n';
    assert.equal(
      packageReadme(markdown),
      '# A\n\nSee the card, [Node](https://nodejs.org) and [below](#below).\n',
    );
  });

  it('points to nothing that an editor cannot open', () => {
    const readme = readFileSync(path.resolve(__dirname, '../../../README.md'), 'utf8');
    assert.match(readme, /!\[[^\]]+\]\(media\/readme\//, 'the README has pictures');
    assert.doesNotMatch(packageReadme(readme), /\]\((?!https:|#)/);
    assert.match(packageReadme(readme), /## Privacy/);
  });
});
