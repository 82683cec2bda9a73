/** Looks for a picture on a sheet, pixel by pixel. */
import sharp from 'sharp';

export interface Pixels {
  width: number;
  height: number;
  /** RGB, rows from the top. */
  data: Buffer;
}

/** A PNG file's pixels; `scale` makes each of them a square of so many a side. */
export async function decoded(png: Buffer, scale = 1): Promise<Pixels> {
  const { width } = await sharp(png).metadata();
  const { data, info } = await sharp(png)
    .resize({ width: width * scale, kernel: 'nearest' })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

/** The upper left corner where every pixel of the picture stands on the sheet, or null where it stands nowhere. */
export function placeOf(picture: Pixels, sheet: Pixels): { x: number; y: number } | null {
  const row = (of: Pixels, x: number, y: number, width: number) => {
    const start = (y * of.width + x) * 3;
    return of.data.subarray(start, start + width * 3);
  };
  const first = row(picture, 0, 0, picture.width);
  for (let from = 0; ; ) {
    const found = sheet.data.indexOf(first, from);
    if (found < 0) return null;
    from = found + 1;
    if (found % 3 !== 0) continue;
    const [x, y] = [(found / 3) % sheet.width, Math.floor(found / 3 / sheet.width)];
    if (x + picture.width > sheet.width || y + picture.height > sheet.height) continue;
    let same = true;
    for (let line = 1; same && line < picture.height; line++) {
      same = row(picture, 0, line, picture.width).equals(row(sheet, x, y + line, picture.width));
    }
    if (same) return { x, y };
  }
}
