import { InferenceSession, Tensor } from './onnxruntime.js';

/** An ONNX model of one MatMulInteger (opset 17): a uint8 [m, k] × b int8 [k, n] → c int32 [m, n]. */
const oneProduct =
  'CAk6YgoYCgFhCgFiEgFjIg1NYXRNdWxJbnRlZ2VyEgFzWhUKAWESEAoOCAISCgoDEgFtCgMSAWtaFQoBYhIQCg4IAx' +
  'IKCgMSAWsKAxIBbmIVCgFjEhAKDggGEgoKAxIBbQoDEgFuQgQKABAR';

/**
 * Whether 8-bit products saturate on this processor: x64 without VNNI adds pairs of them in 16 bits, which 255 × 127
 * twice overflows. Asking costs a millisecond; a list of processors would grow old.
 */
export async function productsSaturate(): Promise<boolean> {
  const inner = 64;
  const session = await InferenceSession.create(Buffer.from(oneProduct, 'base64'), {
    intraOpNumThreads: 1,
    logSeverityLevel: 4,
  });
  try {
    const { c } = await session.run({
      a: new Tensor('uint8', new Uint8Array(4 * inner).fill(255), [4, inner]),
      b: new Tensor('int8', new Int8Array(inner * 16).fill(127), [inner, 16]),
    });
    return !(c?.data as Int32Array).every((value) => value === inner * 255 * 127);
  } finally {
    await session.release();
  }
}
