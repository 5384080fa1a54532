/**
 * Draws media/icon.svg and media/icon.png (128 × 128) from one list of shapes: lines of text with a second line
 * written between them, as in an interlinear translation.
 *   tsx tools/draw-icon.ts
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { crc32, deflateSync } from 'node:zlib';

interface Bar {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly radius: number;
  readonly colour: readonly [number, number, number];
}

const size = 128;
const paper = [0x1d, 0x2b, 0x3a] as const;
const ink = [0xd6, 0xde, 0xe6] as const;
const gloss = [0x4f, 0xc3, 0x8a] as const;
const bars: readonly Bar[] = [
  { x: 0, y: 0, width: 128, height: 128, radius: 26, colour: paper },
  { x: 22, y: 24, width: 50, height: 12, radius: 6, colour: ink },
  { x: 78, y: 24, width: 28, height: 12, radius: 6, colour: ink },
  { x: 22, y: 45, width: 62, height: 12, radius: 6, colour: gloss },
  { x: 22, y: 71, width: 34, height: 12, radius: 6, colour: ink },
  { x: 62, y: 71, width: 44, height: 12, radius: 6, colour: ink },
  { x: 22, y: 92, width: 46, height: 12, radius: 6, colour: gloss },
  { x: 74, y: 92, width: 20, height: 12, radius: 6, colour: gloss },
];

function svg(): string {
  const shapes = bars.map(
    ({ x, y, width, height, radius, colour }) =>
      `  <rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}" fill="rgb(${colour.join(' ')})"/>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}">`,
    ...shapes,
    '</svg>',
    '',
  ].join('\n');
}

/** Share of the pixel at (px, py) that the bar covers, from the signed distance to its rounded outline. */
function coverage(bar: Bar, px: number, py: number): number {
  const dx = Math.abs(px + 0.5 - bar.x - bar.width / 2) - bar.width / 2 + bar.radius;
  const dy = Math.abs(py + 0.5 - bar.y - bar.height / 2) - bar.height / 2 + bar.radius;
  const distance = Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - bar.radius;
  return Math.min(1, Math.max(0, 0.5 - distance));
}

function pixel(x: number, y: number): readonly number[] {
  let colour: readonly number[] = [0, 0, 0];
  let alpha = 0;
  for (const bar of bars) {
    const over = coverage(bar, x, y);
    const total = over + alpha * (1 - over);
    if (total > 0) {
      colour = colour.map((c, i) => ((bar.colour[i] ?? 0) * over + c * alpha * (1 - over)) / total);
    }
    alpha = total;
  }
  return [...colour, alpha * 255].map(Math.round);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(data.length);
  const tail = Buffer.alloc(4);
  tail.writeUInt32BE(crc32(body));
  return Buffer.concat([head, body, tail]);
}

function png(): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6], 8); // 8 bits per channel, RGBA
  const rows = Array.from({ length: size }, (_, y) => [
    0,
    ...Array.from({ length: size }, (_, x) => pixel(x, y)).flat(),
  ]);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.from(rows.flat()), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const media = path.resolve(__dirname, '../media');
writeFileSync(path.join(media, 'icon.svg'), svg());
writeFileSync(path.join(media, 'icon.png'), png());
