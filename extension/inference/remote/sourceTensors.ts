import type { Manifest } from '../../core/model/manifest.js';
import { type OutputTensor } from './inferenceAnswer.js';
import type { RemoteSource } from './remoteMemory.js';
import { type InputTensor, paddedLength, paddedRows } from './tensors.js';

/** The tensors that both graphs have for a batch of sources. */
export function sourceTensors(
  sources: readonly RemoteSource[],
  { specialTokens, limits }: Pick<Manifest, 'specialTokens' | 'limits'>,
): InputTensor[] {
  const rows = sources.map(({ source }) => source.ids);
  const length = paddedLength(Math.max(...rows.map((row) => row.length)), limits.sourceTokens);
  return [
    {
      name: 'source',
      datatype: 'INT64',
      shape: [rows.length, length],
      data: paddedRows(rows, length, specialTokens.pad),
    },
    column(
      'source_tokens',
      rows.map((row) => row.length),
    ),
    column(
      'target_position',
      sources.map(({ source }) => source.targetPosition),
    ),
  ];
}

/** A tensor with one number for each row. */
export function column(
  name: string,
  data: readonly number[],
  datatype: InputTensor['datatype'] = 'INT64',
): InputTensor {
  return { name, datatype, shape: [data.length, 1], data };
}

/** Keeps what an answer says of the lengths of its sources. */
export function keepLengths(sources: readonly RemoteSource[], { shape, data }: OutputTensor): void {
  const classes = shape[1] ?? 0;
  sources.forEach((source, row) => {
    source.lengthLogits = Float32Array.from(data.slice(row * classes, (row + 1) * classes));
  });
}
