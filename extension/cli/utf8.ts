import { CliError } from './cliError.js';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Decodes UTF-8 and nothing else: a text in another encoding must not reach the model as nonsense.
 * @param name what the bytes are, for the message
 * @throws CliError with the position of the first byte that cannot be UTF-8
 */
export function decodeUtf8(bytes: Uint8Array, name: string): string {
  try {
    return decoder.decode(bytes);
  } catch {
    const offset = firstInvalid(bytes);
    const before = bytes.subarray(0, offset);
    const line = before.reduce((lines, byte) => (byte === 0x0a ? lines + 1 : lines), 1);
    const value = bytes[offset]?.toString(16).padStart(2, '0') ?? '';
    throw new CliError(
      `${name}: not valid UTF-8: byte 0x${value} at offset ${offset} (line ${line}). ` +
        'Convert the text to UTF-8 first, for example with iconv.',
    );
  }
}

/** Offset of the first ill-formed sequence, by table 3-7 of the Unicode Standard; the length when there is none. */
export function firstInvalid(bytes: Uint8Array): number {
  let offset = 0;
  while (offset < bytes.length) {
    const length = sequenceLength(bytes, offset);
    if (length === 0) return offset;
    offset += length;
  }
  return offset;
}

/** Length of the well-formed sequence at `offset`, or 0. */
function sequenceLength(bytes: Uint8Array, offset: number): number {
  const [first = 0, second = 0] = bytes.subarray(offset, offset + 2);
  if (first < 0x80) return 1;
  const length =
    first >= 0xc2 && first < 0xe0
      ? 2
      : first >= 0xe0 && first < 0xf0
        ? 3
        : first >= 0xf0 && first < 0xf5
          ? 4
          : 0;
  if (length === 0 || offset + length > bytes.length) return 0;
  for (let index = 1; index < length; index++) {
    const byte = bytes[offset + index] ?? 0;
    if (byte < 0x80 || byte > 0xbf) return 0;
  }
  const overlong = (first === 0xe0 && second < 0xa0) || (first === 0xf0 && second < 0x90);
  const surrogate = first === 0xed && second > 0x9f;
  const tooHigh = first === 0xf4 && second > 0x8f;
  return overlong || surrogate || tooHigh ? 0 : length;
}
