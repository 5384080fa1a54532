// Makes the Python environment of the inference server (.venv-serving). Does nothing when it is up to date.
import { ensureServing, servingPython } from './lib/servingPython.mjs';
import { runTool, say } from './lib/tool.mjs';

await runTool(async () => {
  await ensureServing();
  say(`Inference server: ${servingPython}`);
});
