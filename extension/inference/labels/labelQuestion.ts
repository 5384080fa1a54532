import type { ParsedInstruction } from '../../core/instructions/instructions.js';
import type { Manifest } from '../../core/model/manifest.js';

/** A question that is answered by one of a few labels. */
export interface LabelQuestion {
  readonly labels: readonly string[];
  /** The wording for the model. */
  readonly canonical: string;
}

/** The labels that answer an instruction, if it is one of classification. */
export function questionOf(manifest: Manifest, parsed: ParsedInstruction): LabelQuestion | undefined {
  const set = manifest.labelSets.find(({ id }) => id === parsed.instruction.labelSet);
  return set && { labels: set.labels, canonical: parsed.canonical };
}

/** The known set of exactly these labels, in whatever order. */
export function labelSetOf(
  labelSets: Manifest['labelSets'],
  labels: readonly string[],
): Manifest['labelSets'][number] | undefined {
  const asked = new Set(labels);
  return labelSets.find(
    (known) => known.labels.length === labels.length && known.labels.every((label) => asked.has(label)),
  );
}

/** The wording that asks for these labels: a known set's own instruction in whatever order, else the general one. */
export function classifyInstruction(
  manifest: Pick<Manifest, 'labelSets' | 'instructions' | 'labelInstruction'>,
  labels: readonly string[],
): string {
  const set = labelSetOf(manifest.labelSets, labels);
  const own = set && manifest.instructions.find(({ labelSet }) => labelSet === set.id);
  return own?.canonical ?? manifest.labelInstruction.replace('{labels}', () => labels.join(', '));
}
