// Makes the Python environment of the model workshop (.venv). Does nothing when it is up to date.
import { ensurePython, venvPython } from './lib/python.mjs';
import { runTool, say } from './lib/tool.mjs';

await runTool(async () => {
  await ensurePython();
  say(`Python: ${venvPython}`);
});
