import assert from 'node:assert/strict';
import type {
  FinishedPart,
  PassProgress,
  RewriteParameters,
} from '../../../../extension/core/protocol/protocol.js';
import { copying, engineWith, tokenizer } from '../support/fakeEngine.js';

const [from] = tokenizer.encode('e').slice(-1);
const [to] = tokenizer.encode('a').slice(-1);
const model = copying((id) => (id === from ? to! : id));

const paragraphs = Array.from({ length: 60 }, (_, index) => `The tree ${index} grows.\nHere is one more.`);
const text = paragraphs.join('\n\n');

interface Told {
  readonly parts: FinishedPart[];
  readonly passes: PassProgress[];
  readonly output: string;
}

async function rewrite(parameters: Partial<RewriteParameters> = {}): Promise<Told> {
  const { engine } = engineWith(model);
  const parts: FinishedPart[] = [];
  const passes: PassProgress[] = [];
  const [result] = await engine.rewrite(
    { texts: [text], instruction: 'Fix.', format: 'markdown', ...parameters },
    { onPart: (part) => parts.push(part), onPass: (pass) => passes.push(pass) },
  );
  return { parts, passes, output: result?.output ?? '' };
}

const outputOf = (parts: readonly FinishedPart[]): string =>
  parts.flatMap(({ segments }) => segments.map(({ output }) => output)).join('');
const sourceOf = (parts: readonly FinishedPart[]): string =>
  parts.flatMap(({ segments }) => segments.map(({ source }) => source)).join('');

describe('a long text', () => {
  it('is answered part by part, in whole paragraphs, and the parts are the answer', async () => {
    const { parts, output } = await rewrite();
    assert.ok(parts.length > 10, `${parts.length} parts`);
    assert.equal(outputOf(parts), output);
    assert.equal(sourceOf(parts), text);
    for (const { segments } of parts.slice(1)) assert.match(segments[0]?.source ?? '', /^\n?\nThe tree \d+/);
    assert.ok(output.startsWith('Tha traa 0 grows.'), output.slice(0, 40));
  });

  it('says how many sentences are finished', async () => {
    const { passes } = await rewrite();
    const counts = passes.map(({ sentences }) => sentences?.done ?? 0);
    assert.deepEqual(
      counts,
      [...counts].sort((one, other) => one - other),
    );
    assert.equal(passes.at(-1)?.sentences?.all, 120);
    assert.equal(counts.at(-1), 120);
  });

  it('goes on after the sentences that are finished', async () => {
    const { parts, output } = await rewrite();
    const finished = parts.slice(0, 4).flatMap(({ segments }) => segments).length;
    const rest = await rewrite({ finished: [finished] });
    assert.equal(outputOf(parts.slice(0, 4)) + rest.output, output);
    assert.equal(outputOf(rest.parts), rest.output);
  });

  it('is answered at once where later sentences may change earlier ones', async () => {
    assert.equal((await rewrite({ maximumCharacters: 100_000 })).parts.length, 0);
    const linked = { texts: [`See [here](#the-tree).\n\n${text}`] };
    assert.equal((await rewrite(linked)).parts.length, 0);
  });
});
