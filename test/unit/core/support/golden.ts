import { strict as assert } from 'node:assert';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const folder = join(process.cwd(), 'test', 'golden');

/**
 * Compares a text with `test/golden/<name>`. `RESET_RESULTS=1` writes the golden file instead; a difference leaves
 * the text beside it with the ending `.actual`.
 */
export function assertGolden(name: string, actual: string): void {
  const path = join(folder, name);
  const actualPath = `${path}.actual`;
  if (process.env['RESET_RESULTS'] === '1') {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, actual);
    rmSync(actualPath, { force: true });
    return;
  }
  assert.ok(existsSync(path), `${path} is missing: run once with RESET_RESULTS=1 and read what it wrote.`);
  const expected = readFileSync(path, 'utf8');
  if (expected !== actual) {
    writeFileSync(actualPath, actual);
  }
  assert.equal(actual, expected, `differs from ${path}`);
  rmSync(actualPath, { force: true });
}

/** The input cases of a golden folder. */
export function readGoldenInput(name: string): string {
  return readFileSync(join(folder, name), 'utf8');
}
