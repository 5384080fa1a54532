import { Failure } from './failure.js';

/**
 * The text of UTF-8 bytes. Nothing is replaced: a byte that is no UTF-8 is an error, for otherwise it would be lost.
 * @param name what the bytes are, for the message: a file or "the standard input"
 * @param firstLine number of the first line in them, from 1
 * @throws Failure naming the line and the byte
 */
export function decodeUtf8(bytes: Uint8Array, name: string, firstLine = 1): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    const offset = firstBadByte(bytes);
    const line = firstLine + bytes.subarray(0, offset).filter((byte) => byte === 0x0a).length;
    const value = (bytes[offset] ?? 0).toString(16).padStart(2, '0');
    throw new Failure(
      `${name} is not UTF-8: byte 0x${value} at offset ${offset}, line ${line}. Convert it to UTF-8 first, for example with iconv.`,
    );
  }
}

/** Offset of the first byte at which the bytes stop being UTF-8, by bisection over prefixes. */
function firstBadByte(bytes: Uint8Array): number {
  const decodes = (end: number): boolean => {
    try {
      // As a stream: a character cut off by the end of the prefix is no error yet.
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, end), { stream: true });
      return true;
    } catch {
      return false;
    }
  };
  let good = 0;
  let bad = bytes.length + 1;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (middle <= bytes.length && decodes(middle)) good = middle;
    else bad = middle;
  }
  // Bytes that end in the middle of a character: the whole input is a good prefix, and its last character is bad.
  return Math.min(good, Math.max(0, bytes.length - 1));
}
