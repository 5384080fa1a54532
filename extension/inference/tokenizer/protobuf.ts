/** Wire types of the Protocol Buffers encoding (https://protobuf.dev/programming-guides/encoding). */
const wireType = { variableLength: 0, fixed64: 1, delimited: 2, fixed32: 5 } as const;

/** One field of a message: its number, and where its value lies. */
export interface ProtobufField {
  readonly number: number;
  /** Value of a variable-length integer field; 0 for other types. */
  readonly integer: number;
  /** The bytes of a delimited or fixed-width field; empty for integers. */
  readonly bytes: Uint8Array;
}

const noBytes = new Uint8Array(0);

/**
 * Walks the fields of one Protocol Buffers message without a schema. Values are views into `message`, never copies.
 * @throws RangeError when the message is cut short or not Protocol Buffers
 */
export function* protobufFields(message: Uint8Array): Generator<ProtobufField> {
  let at = 0;

  const readInteger = (): number => {
    let value = 0;
    let scale = 1;
    for (let count = 0; count < 10; count++) {
      const byte = message[at++];
      if (byte === undefined) throw new RangeError('the message is cut short');
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
    throw new RangeError('an integer is longer than ten bytes');
  };

  const take = (length: number): Uint8Array => {
    if (length > message.length - at) throw new RangeError('the message is cut short');
    at += length;
    return message.subarray(at - length, at);
  };

  while (at < message.length) {
    const key = readInteger();
    const number = Math.floor(key / 8);
    switch (key % 8) {
      case wireType.variableLength:
        yield { number, integer: readInteger(), bytes: noBytes };
        break;
      case wireType.fixed64:
        yield { number, integer: 0, bytes: take(8) };
        break;
      case wireType.delimited:
        yield { number, integer: 0, bytes: take(readInteger()) };
        break;
      case wireType.fixed32:
        yield { number, integer: 0, bytes: take(4) };
        break;
      default:
        throw new RangeError(`field ${String(number)} has an unknown type`);
    }
  }
}

/** Reads a little-endian 32-bit float from the first four bytes. */
export function float32(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getFloat32(0, true);
}
