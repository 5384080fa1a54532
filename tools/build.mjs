// Bundles the TypeScript. `node tools/build.mjs [--production] [--tests]`
import { runTool } from './lib/tool.mjs';
import { buildHostTests, buildProduct } from './lib/bundles.mjs';
import { inRoot } from './lib/paths.mjs';

await runTool(async () => {
  const production = process.argv.includes('--production');
  await buildProduct(inRoot('dist'), production);
  if (process.argv.includes('--tests')) await buildHostTests(inRoot('out', 'host-tests'));
});
