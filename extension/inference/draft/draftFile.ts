import { promisify } from 'node:util';
import { brotliDecompress, crc32 } from 'node:zlib';
import * as z from 'zod';

const magic = 'IDRF';
const version = 1;
const headerStart = 16;
const decompress = promisify(brotliDecompress);
/** A section that would be larger when decompressed is refused. */
const mostSectionBytes = 256 * 2 ** 20;

const sectionsSchema = z.object({
  sections: z.array(
    z.object({
      name: z.string(),
      bytes: z.number().int().nonnegative(),
      size: z.number().int().nonnegative().max(mostSectionBytes),
    }),
  ),
});

export type DraftFileKind = 'language' | 'pair';
const kinds: Readonly<Record<DraftFileKind, number>> = { language: 1, pair: 2 };

/** A file of draft tables (docs/drafts-format.md, section 1), its sections decompressed when they are asked for: side by side, in other threads. */
export class DraftFile<Header> {
  private constructor(
    public readonly header: Header,
    private readonly sections: ReadonlyMap<string, { readonly packed: Uint8Array; readonly size: number }>,
  ) {}

  /** @throws Error that says what is wrong with the file */
  public static parse<Header>(
    bytes: Uint8Array,
    kind: DraftFileKind,
    schema: z.ZodType<Header>,
  ): DraftFile<Header> {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (bytes.length < headerStart || Buffer.from(bytes.subarray(0, 4)).toString('latin1') !== magic) {
      throw new Error('it is no draft table');
    }
    if (view.getUint16(4, true) !== version) {
      throw new Error(`its format has version ${view.getUint16(4, true)}, not ${version}`);
    }
    if (view.getUint8(6) !== kinds[kind]) throw new Error(`it is no ${kind} table`);
    if (view.getUint32(12, true) !== crc32(bytes.subarray(headerStart)))
      throw new Error('its checksum is wrong');
    const headerEnd = headerStart + view.getUint32(8, true);
    const text = Buffer.from(bytes.subarray(headerStart, headerEnd)).toString('utf8');
    const json: unknown = JSON.parse(text);
    const sections = new Map<string, { packed: Uint8Array; size: number }>();
    let position = headerEnd;
    for (const { name, bytes: length, size } of sectionsSchema.parse(json).sections) {
      sections.set(name, { packed: bytes.subarray(position, position + length), size });
      position += length;
    }
    if (position !== bytes.length) throw new Error('its sections do not end where the file does');
    return new DraftFile(schema.parse(json), sections);
  }

  public has(name: string): boolean {
    return this.sections.has(name);
  }

  /** @throws Error if a section is missing, or if it has another size than it says */
  public async unpack<Name extends string>(...names: readonly Name[]): Promise<Record<Name, Buffer>> {
    const entries = await Promise.all(names.map(async (name) => [name, await this.section(name)] as const));
    return Object.fromEntries(entries) as Record<Name, Buffer>;
  }

  private async section(name: string): Promise<Buffer> {
    const section = this.sections.get(name);
    if (!section) throw new Error(`its section ${name} is missing`);
    const content = await decompress(section.packed, { maxOutputLength: section.size + 1 });
    if (content.length !== section.size) throw new Error(`its section ${name} has another size than it says`);
    return content;
  }
}

/**
 * Unsigned LEB128 integers, one after the other.
 * @param count how many there are
 * @throws Error unless the bytes are exactly these
 */
export function readVarints(bytes: Uint8Array, count: number): Uint32Array {
  const values = new Uint32Array(count);
  const { length } = bytes;
  let at = 0;
  for (let index = 0; index < count; index++) {
    if (at >= length) throw new Error('a section ends too early');
    let byte = bytes[at++]!;
    let value = byte & 0x7f;
    for (let shift = 7; byte >= 0x80; shift += 7) {
      if (at >= length) throw new Error('a section ends too early');
      byte = bytes[at++]!;
      value |= (byte & 0x7f) << shift;
    }
    values[index] = value;
  }
  if (at !== length) throw new Error('a section does not end where it should');
  return values;
}
