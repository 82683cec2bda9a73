/** A picture repeated to a sheet that says its size in print. */
import { studioError } from '../../../src/contract/errors.ts';
import { say } from '../../../src/contract/message.ts';
import { type TileSettings, tilePixels } from '../../../src/contract/settings/tileSettings.ts';
import { canvasOf, canvasPng } from '../canvas.ts';
import { withResolution } from '../png/physicalSize.ts';
import { tileBands } from './tileBands.ts';
import { tileBitmap } from './tileBitmap.ts';

/** What browsers give a canvas at most, in pixels a side and in all. */
const LARGEST_SIDE = 16_384;
const MOST_PIXELS = 100e6;

interface DrawnTiles {
  png: Uint8Array<ArrayBuffer>;
  width: number;
  height: number;
}

/** @throws StudioError `image-damaged`, `bad-setting` where the sheet would be too large, `out-of-memory` */
export async function drawTiles(tile: Blob, settings: TileSettings): Promise<DrawnTiles> {
  const { repeat, resolution, across, down } = settings;
  const bitmap = await tileBitmap(tile);
  try {
    const { width, height } = tilePixels(settings, bitmap.height / bitmap.width);
    const sheet = { width: across * width, height: down * height };
    if (Math.max(sheet.width, sheet.height) > LARGEST_SIDE || sheet.width * sheet.height > MOST_PIXELS) {
      throw studioError(
        'bad-setting',
        say('A sheet of {width} × {height} pixels is more than a browser draws.', {
          width: sheet.width,
          height: sheet.height,
        }),
        'Choose fewer tiles, smaller ones or a lower resolution.',
      );
    }
    const [canvas, drawing] = canvasOf(sheet);
    const pattern = drawing.createPattern(bitmap, 'repeat');
    if (!pattern) throw studioError('out-of-memory', 'The browser gave no room for drawing.', 'Close other tabs.');
    // What is enlarged is smoothed over the tile's edges too, where it goes on with its other side.
    drawing.imageSmoothingQuality = 'high';
    drawing.fillStyle = pattern;
    for (const band of tileBands(repeat, { width, height, across, down })) {
      const move = new DOMMatrix()
        .translate(band.x + band.movedX, band.y + band.movedY)
        .scale(width / bitmap.width, height / bitmap.height);
      pattern.setTransform(move);
      drawing.fillRect(band.x, band.y, band.width, band.height);
    }
    return { ...sheet, png: withResolution(await canvasPng(canvas), resolution) };
  } finally {
    bitmap.close();
  }
}
