import { brotliDecompressSync, crc32 } from 'node:zlib';
import * as z from 'zod';

const magic = 'IDRF';
const version = 1;
const headerStart = 16;
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

/** A file of draft tables (docs/drafts-format.md, section 1), its sections decompressed when they are asked for. */
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

  /** @throws Error if there is no such section, or if it has another size than it says */
  public section(name: string): Buffer {
    const section = this.sections.get(name);
    if (!section) throw new Error(`its section ${name} is missing`);
    const content = brotliDecompressSync(section.packed, { maxOutputLength: section.size + 1 });
    if (content.length !== section.size) throw new Error(`its section ${name} has another size than it says`);
    return content;
  }
}

/** Reads unsigned LEB128 integers one after the other. */
export class VarintReader {
  private position = 0;

  public constructor(private readonly bytes: Uint8Array) {}

  /** @throws Error behind the end */
  public next(): number {
    let value = 0;
    let factor = 1;
    for (;;) {
      const byte = this.bytes[this.position++];
      if (byte === undefined) throw new Error('a section ends too early');
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      factor *= 128;
    }
  }

  /** @throws Error unless everything was read */
  public finish(): void {
    if (this.position !== this.bytes.length) throw new Error('a section does not end where it should');
  }
}
