import type { Manifest } from '../../core/model/manifest.js';
import { SourceBuilder } from '../tokenizer/sourceBuilder.js';
import type { StepGraph } from './stepGraph.js';

/** What a few tokens may take, in milliseconds: a graphics card needs a tenth of it, a driver that imitates one a hundredfold. */
const baseMilliseconds = 300;
const perMillionParameters = 1;

/**
 * Times a source of a few tokens, once the device has compiled what it runs.
 * @throws Error when the device is so slow that the processor is the better choice, e.g. a graphics card in software
 */
export async function speedTest(
  graph: StepGraph,
  manifest: Pick<Manifest, 'architecture' | 'layout' | 'specialTokens' | 'limits'>,
  now: () => number = () => performance.now(),
): Promise<void> {
  const source = new SourceBuilder(manifest).build([5, 6], [7]);
  await graph.encode([source]);
  const start = now();
  await graph.encode([source]);
  const milliseconds = now() - start;
  const limit = baseMilliseconds + perMillionParameters * (manifest.architecture.parameters / 1e6);
  if (milliseconds > limit) {
    throw new Error(
      `it is too slow: ${Math.round(milliseconds)} ms for a few words, perhaps it has no hardware behind it`,
    );
  }
}
