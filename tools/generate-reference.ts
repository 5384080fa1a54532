/**
 * Writes docs/commands.md and docs/settings.md from extension/contributions.
 *   tsx tools/generate-reference.ts
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import prettier from 'prettier';
import { referencePages } from './lib/referencePages.js';

async function main(): Promise<void> {
  for (const [name, markdown] of Object.entries(referencePages())) {
    const file = path.resolve(__dirname, '..', name);
    const options = await prettier.resolveConfig(file);
    writeFileSync(file, await prettier.format(markdown, { ...options, parser: 'markdown' }));
  }
}

void main();
