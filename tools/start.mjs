// npm start: rewrites the sample document in the terminal. Needs no Python and no network.
import fs from 'node:fs';
import path from 'node:path';
import pc from 'picocolors';
import { buildProduct } from './lib/bundles.mjs';
import { bundledModel, currentTarget, inRoot, root, vsixPath } from './lib/paths.mjs';
import { tryRun } from './lib/run.mjs';
import { runTool, say, ToolError } from './lib/tool.mjs';

await runTool(async () => {
  if (!fs.existsSync(path.join(bundledModel, 'model.json'))) {
    throw new ToolError(
      `There is no model in ${path.relative(root, bundledModel)}. It belongs to the repository: check that the checkout is complete, or train one (models/README.md).`,
    );
  }
  await buildProduct(inRoot('dist'), false);
  const code = await tryRun(process.execPath, [
    '--import',
    'tsx',
    'tools/rewriteSample.mts',
    'samples/sample.md',
  ]);
  if (code !== 0) return code;
  const vsix = path.relative(root, vsixPath(currentTarget));
  say(`
${pc.bold('In the editor')}
  VS Code on the desktop   npm run package && code --install-extension ${vsix}
                           then open samples/sample.md, select a text, and run "Interlinear: Instruct…"
  VS Code in the browser   npm run web
  In a pipe                echo 'Good morning!' | node bin/interlinear.mjs run --instruction 'Translate to German' -`);
  return 0;
});
