/**
 * The lines of a byte stream, without their line ends, as soon as each is complete; a last line without a line end
 * counts too. Bytes, not text, because whether a line is UTF-8 is for its reader to say.
 */
export async function* byteLines(stream: AsyncIterable<unknown>): AsyncGenerator<Buffer> {
  let pending: Buffer[] = [];
  for await (const chunk of stream) {
    let rest = Buffer.from(chunk as Uint8Array);
    for (let end = rest.indexOf(0x0a); end >= 0; end = rest.indexOf(0x0a)) {
      yield withoutReturn(Buffer.concat([...pending, rest.subarray(0, end)]));
      pending = [];
      rest = rest.subarray(end + 1);
    }
    if (rest.length > 0) pending.push(rest);
  }
  if (pending.length > 0) yield withoutReturn(Buffer.concat(pending));
}

function withoutReturn(line: Buffer): Buffer {
  return line.at(-1) === 0x0d ? line.subarray(0, -1) : line;
}
