/** Draws a contact sheet: ink on paper whatever the page's theme, since it is looked at elsewhere. */

import { studioError } from '../../../src/contract/errors.ts';
import type { ContactSheet } from '../../../src/contract/imageWorker.ts';
import { say } from '../../../src/contract/message.ts';
import { canvasOf, canvasPng } from '../canvas.ts';
import { layoutSheet, type SheetFont } from './layoutSheet.ts';

const PAPER = '#f7f3ea';
const UNDRAWN = '#eee7d9';
const INK: Record<SheetFont, string> = { title: '#25211b', details: '#665e51', label: '#25211b' };

const SANS = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", sans-serif';
const SERIF = '"Iowan Old Style", "Palatino Linotype", Palatino, Charter, Georgia, "Liberation Serif", serif';
const FAMILY: Record<SheetFont, string> = { title: SERIF, details: SANS, label: SANS };

const fontOf = (font: SheetFont, size: number) => `${size}px ${FAMILY[font]}`;

/** @throws StudioError `image-damaged` when a picture cannot be decoded, `out-of-memory` when the sheet is too large */
export async function drawSheet(
  sheet: ContactSheet,
): Promise<{ png: Uint8Array<ArrayBuffer>; width: number; height: number }> {
  const [, ruler] = canvasOf({ width: 1, height: 1 });
  const layout = layoutSheet(sheet, (text, font, size) => {
    ruler.font = fontOf(font, size);
    return ruler.measureText(text).width;
  });
  const { width, height } = layout;
  const [canvas, drawing] = canvasOf(layout);
  drawing.fillStyle = PAPER;
  drawing.fillRect(0, 0, width, height);
  for (const [index, { x, y }] of layout.pictures.entries()) {
    const png = sheet.pictures[index]?.png;
    if (png) await drawPicture(drawing, png, x, y, sheet.side);
    else {
      drawing.fillStyle = UNDRAWN;
      drawing.fillRect(x, y, sheet.side, sheet.side);
    }
  }
  drawing.textBaseline = 'middle';
  for (const { text, font, align, x, y } of layout.texts) {
    drawing.font = fontOf(font, layout.fontSizes[font]);
    drawing.fillStyle = INK[font];
    drawing.textAlign = align;
    drawing.fillText(text, x, y);
  }
  try {
    return { png: await canvasPng(canvas), width, height };
  } catch {
    throw studioError(
      'out-of-memory',
      say('The browser could not write a sheet of {width} × {height} pixels.', { width, height }),
      'Draw fewer or smaller pictures, or close other tabs and try again.',
    );
  }
}

async function drawPicture(
  drawing: OffscreenCanvasRenderingContext2D,
  png: ArrayBuffer,
  x: number,
  y: number,
  side: number,
): Promise<void> {
  const bitmap = await createImageBitmap(new Blob([png], { type: 'image/png' })).catch(() => {
    throw studioError('image-damaged', 'A picture of the grid cannot be decoded.', 'Draw the grid anew.');
  });
  // A whole multiple keeps every pixel as it is; anything else is smoothed.
  drawing.imageSmoothingEnabled = side % bitmap.width !== 0;
  drawing.imageSmoothingQuality = 'high';
  drawing.drawImage(bitmap, x, y, side, side);
  bitmap.close();
}
