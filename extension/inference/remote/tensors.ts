/** One tensor of a request, row by row. */
export interface InputTensor {
  readonly name: string;
  readonly datatype: 'INT64' | 'FP64';
  readonly shape: readonly number[];
  readonly data: readonly number[] | Int32Array;
}

/** The body of an inference request of the Open Inference Protocol v2. */
export function inferenceRequest(inputs: readonly InputTensor[], outputs: readonly string[]): string {
  // Written by hand: a number's own text is what JSON wants, and a typed array is no list to `JSON.stringify`.
  const tensors = inputs.map(({ name, datatype, shape, data }) => {
    return `{"name":"${name}","datatype":"${datatype}","shape":[${shape.join()}],"data":[${data.join()}]}`;
  });
  const wanted = outputs.map((name) => ({ name }));
  return `{"inputs":[${tensors.join()}],"outputs":${JSON.stringify(wanted)}}`;
}

/** Tensors are padded up to multiples of this many tokens, so that a server can merge requests of equal shapes. */
const step = 16;

/** @returns the next multiple of 16, but never more than `limit` unless there are more tokens than that */
export function paddedLength(tokens: number, limit: number): number {
  return Math.max(tokens, Math.min(Math.ceil(tokens / step) * step, limit));
}

/** Rows of different lengths as one array, padded behind their ends. */
export function paddedRows(rows: readonly ArrayLike<number>[], length: number, padding: number): Int32Array {
  const all = new Int32Array(rows.length * length).fill(padding);
  rows.forEach((row, index) => all.set(row, index * length));
  return all;
}
