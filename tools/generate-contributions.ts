/**
 * Writes the parts of package.json that come from extension/contributions: `contributes`, the activation events and the
 * restricted settings.
 *   tsx tools/generate-contributions.ts [--check]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { activationEvents } from '../extension/contributions/activation.js';
import { packageContributions, restrictedSettings } from '../extension/contributions/packageContributions.js';

const file = path.resolve(__dirname, '../package.json');
const before = readFileSync(file, 'utf8');
const manifest = JSON.parse(before) as Record<string, unknown> & {
  capabilities: { untrustedWorkspaces: { restrictedConfigurations?: readonly string[] } };
};
manifest['contributes'] = packageContributions();
manifest['activationEvents'] = activationEvents;
manifest.capabilities.untrustedWorkspaces.restrictedConfigurations = restrictedSettings();
const after = `${JSON.stringify(manifest, undefined, 2)}\n`;

if (process.argv.includes('--check')) {
  if (after !== before) {
    process.stderr.write('package.json differs from extension/contributions: run npm run contributions\n');
    process.exitCode = 1;
  }
} else if (after !== before) {
  writeFileSync(file, after);
}
