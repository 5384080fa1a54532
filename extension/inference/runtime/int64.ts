import { Tensor } from './onnxruntime.js';

/** A 64-bit integer tensor of numbers that fit into 32 bits and are not negative. */
export function int64Tensor(values: Int32Array, shape: readonly number[]): Tensor {
  const wide = new BigInt64Array(values.length);
  // Writing the low words is many times faster than making a BigInt of every token.
  const words = new Int32Array(wide.buffer);
  for (let index = 0; index < values.length; index++) words[2 * index] = values[index] ?? 0;
  return new Tensor('int64', wide, shape);
}

/** The low words of 64-bit integers. */
export function fromInt64(values: BigInt64Array): Int32Array {
  const words = new Int32Array(values.buffer, values.byteOffset, values.length * 2);
  return Int32Array.from({ length: values.length }, (_, index) => words[2 * index] ?? 0);
}
