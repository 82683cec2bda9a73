/** Image files as people have them, good and bad, made on the spot: nothing binary lies in the repository. */
import { crc32, deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';

export type Rgb = readonly [number, number, number];

/** What the test picture shows, corner by corner, when it stands upright. */
export const CORNERS = {
  topLeft: [220, 30, 40],
  topRight: [30, 160, 60],
  bottomLeft: [40, 60, 210],
  bottomRight: [235, 200, 30],
} as const satisfies Record<string, Rgb>;

function colorAt(x: number, y: number, width: number, height: number): Rgb {
  const right = x >= width / 2;
  if (y < height / 2) return right ? CORNERS.topRight : CORNERS.topLeft;
  return right ? CORNERS.bottomRight : CORNERS.bottomLeft;
}

/**
 * Where a stored pixel belongs in the upright picture of `width` × `height`, by EXIF orientation (Exif 2.32, tag 0x0112:
 * which side of the picture the first row and the first column are).
 */
const UPRIGHT: Record<number, (column: number, row: number, width: number, height: number) => [number, number]> = {
  1: (c, r) => [c, r],
  2: (c, r, w) => [w - 1 - c, r],
  3: (c, r, w, h) => [w - 1 - c, h - 1 - r],
  4: (c, r, _, h) => [c, h - 1 - r],
  5: (c, r) => [r, c],
  6: (c, r, w) => [w - 1 - r, c],
  7: (c, r, w, h) => [w - 1 - r, h - 1 - c],
  8: (c, r, _, h) => [r, h - 1 - c],
};

/** The picture of four coloured corners, stored so that the orientation turns it upright. */
function picture(width: number, height: number, orientation = 1): Sharp {
  const upright = UPRIGHT[orientation];
  if (!upright) throw new Error(`no EXIF orientation ${orientation}`);
  const [columns, rows] = orientation >= 5 ? [height, width] : [width, height];
  const pixels = Buffer.alloc(columns * rows * 3);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const [x, y] = upright(column, row, width, height);
      pixels.set(colorAt(x, y, width, height), (row * columns + column) * 3);
    }
  }
  return sharp(pixels, { raw: { width: columns, height: rows, channels: 3 } });
}

export const png = (width: number, height: number) => picture(width, height).png().toBuffer();
export const webp = (width: number, height: number) => picture(width, height).webp().toBuffer();
export const losslessWebp = (width: number, height: number) =>
  picture(width, height).webp({ lossless: true }).toBuffer();
export const gif = (width: number, height: number) => picture(width, height).gif().toBuffer();
export const avif = (width: number, height: number) => picture(width, height).avif({ effort: 0 }).toBuffer();
export const progressiveJpeg = (width: number, height: number) =>
  picture(width, height).jpeg({ progressive: true }).toBuffer();

/** A JPEG that is `width` × `height` when it is turned upright. */
export const jpeg = (width: number, height: number, orientation = 1) =>
  picture(width, height, orientation).jpeg({ quality: 95 }).withMetadata({ orientation }).toBuffer();

/** A WebP that is `width` × `height` when it is turned upright by its EXIF data. */
export const turnedWebp = (width: number, height: number, orientation: number) =>
  picture(width, height, orientation).webp({ lossless: true }).withMetadata({ orientation }).toBuffer();

export const cmykJpeg = (width: number, height: number) =>
  picture(width, height).toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer();

/** A JPEG whose last part never arrived. */
export async function truncatedJpeg(width: number, height: number): Promise<Buffer> {
  const whole = await jpeg(width, height);
  return whole.subarray(0, Math.floor(whole.length * 0.6));
}

/** The four corners first, then a grey frame. */
async function twoFrames(width: number, height: number): Promise<Sharp> {
  const first = await picture(width, height).raw().toBuffer();
  const frames = Buffer.concat([first, Buffer.alloc(first.length, 128)]);
  return sharp(frames, { raw: { width, height: height * 2, channels: 3, pageHeight: height } });
}

export const animatedGif = async (width: number, height: number) => (await twoFrames(width, height)).gif().toBuffer();
export const animatedWebp = async (width: number, height: number) =>
  (await twoFrames(width, height)).webp({ lossless: true }).toBuffer();

/** A half-transparent picture: the upper half lets the ground through altogether, the lower half is red. */
export function halfTransparentPng(side: number): Promise<Buffer> {
  const pixels = Buffer.alloc(side * side * 4);
  for (let pixel = (side * side) / 2; pixel < side * side; pixel++) pixels.set([...CORNERS.topLeft, 255], pixel * 4);
  return sharp(pixels, { raw: { width: side, height: side, channels: 4 } })
    .png()
    .toBuffer();
}

/** An uncompressed BMP with 24 bits a pixel and rows from the bottom (BITMAPINFOHEADER). */
export async function bmp(width: number, height: number): Promise<Buffer> {
  const rgb = await picture(width, height).raw().toBuffer();
  const rowBytes = Math.ceil((width * 3) / 4) * 4;
  const file = Buffer.alloc(54 + rowBytes * height);
  file.write('BM');
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(54, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(width, 18);
  file.writeInt32LE(height, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(24, 28);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [r = 0, g = 0, b = 0] = rgb.subarray((y * width + x) * 3);
      file.set([b, g, r], 54 + (height - 1 - y) * rowBytes + x * 3);
    }
  }
  return file;
}

/** One PNG chunk. */
function chunk(type: string, data: Uint8Array): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(typed.length + 8);
  framed.writeUInt32BE(data.length);
  framed.set(typed, 4);
  framed.writeUInt32BE(crc32(typed), typed.length + 4);
  return framed;
}

const PNG_SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

function pngHeader(width: number, height: number, bitDepth: number, colorType: number): Buffer {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width);
  data.writeUInt32BE(height, 4);
  data.set([bitDepth, colorType], 8);
  return chunk('IHDR', data);
}

/** A black picture of one bit a pixel: enormous once it is decoded, small as a file. */
export function enormousPng(width: number, height: number): Buffer {
  const rows = deflateSync(Buffer.alloc((1 + Math.ceil(width / 8)) * height));
  return Buffer.concat([
    PNG_SIGNATURE,
    pngHeader(width, height, 1, 0),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** An enormous picture's PNG with the header of a small one before its end: decoders disagree on which counts. */
export function secondHeaderPng(width: number, height: number): Buffer {
  const file = enormousPng(width, height);
  const end = file.length - 12;
  return Buffer.concat([file.subarray(0, end), pngHeader(8, 8, 1, 0), file.subarray(end)]);
}

/** An animated PNG of two frames: the four corners, then grey. */
export async function animatedPng(width: number, height: number): Promise<Buffer> {
  const scanlines = (rgb: Buffer) =>
    deflateSync(
      Buffer.concat(
        Array.from({ length: height }, (_, y) => [
          Buffer.alloc(1),
          rgb.subarray(y * width * 3, (y + 1) * width * 3),
        ]).flat(),
      ),
    );
  const number = (value: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return bytes;
  };
  // Sequence number, size, offset, then a delay of 1/10 s, no disposal, no blending.
  const frameControl = (sequence: number) =>
    chunk('fcTL', Buffer.concat([...[sequence, width, height, 0, 0].map(number), Buffer.from([0, 1, 0, 10, 0, 0])]));
  return Buffer.concat([
    PNG_SIGNATURE,
    pngHeader(width, height, 8, 2),
    chunk('acTL', Buffer.concat([number(2), number(0)])),
    frameControl(0),
    chunk('IDAT', scanlines(await picture(width, height).raw().toBuffer())),
    frameControl(1),
    chunk('fdAT', Buffer.concat([number(2), scanlines(Buffer.alloc(width * height * 3, 128))])),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A picture of its own for each number: blocks of colours that differ everywhere. */
export function mosaic(width: number, height: number, number: number): Promise<Buffer> {
  const pixels = Buffer.alloc(width * height * 3);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const block = (row >> 3) * 31 + (column >> 3) * 17 + number * 101;
      pixels.set([(block * 37) % 256, (block * 73) % 256, (block * 151) % 256], (row * width + column) * 3);
    }
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}
