import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

import type { Manifest } from '../../../extension/core/model/manifest.js';

const fileSchema = z.object({
  family: z.string(),
  layers: z.number().int(),
  heads: z.number().int(),
  hidden_size: z.number().int(),
  feed_forward_size: z.number().int(),
  vocabulary_size: z.number().int(),
  type_vocabulary_size: z.number().int(),
  first_position: z.number().int(),
  target_positions: z.enum(['restart', 'continue']),
  pad_id: z.number().int(),
  unknown_id: z.number().int(),
  separator_id: z.number().int(),
  mask_id: z.number().int(),
  length_id: z.number().int(),
});

/** What the decoders need to know about a folder of graphs, in the form that the engine reads. */
export interface Sizes extends Pick<Manifest, 'architecture' | 'specialTokens'> {
  readonly feedForwardSize: number;
  readonly firstPosition: number;
  readonly targetPositions: 'restart' | 'continue';
  /** The backbone tells source from target by type embeddings. */
  readonly hasTypes: boolean;
}

/** Reads `sizes.json`, which `models.export.benchmark_graphs` wrote beside its graphs. */
export function readSizes(directory: string): Sizes {
  const file = fileSchema.parse(JSON.parse(readFileSync(join(directory, 'sizes.json'), 'utf8')));
  return {
    architecture: {
      layers: file.layers,
      hiddenSize: file.hidden_size,
      heads: file.heads,
      headSize: file.hidden_size / file.heads,
      vocabularySize: file.vocabulary_size,
      // Not known here, and not needed.
      parameters: 1,
    },
    specialTokens: {
      pad: file.pad_id,
      unknown: file.unknown_id,
      separator: file.separator_id,
      mask: file.mask_id,
      length: file.length_id,
      copy: [],
    },
    feedForwardSize: file.feed_forward_size,
    firstPosition: file.first_position,
    targetPositions: file.target_positions,
    hasTypes: file.type_vocabulary_size > 1,
  };
}

/** e.g. `6 layers × 256, vocabulary 14,000`. */
export function describeSizes({ architecture }: Sizes): string {
  const { layers, hiddenSize, vocabularySize } = architecture;
  return `${layers} layers × ${hiddenSize}, vocabulary ${vocabularySize.toLocaleString('en')}`;
}
