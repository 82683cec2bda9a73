/** What is told of a tile: how its edges meet, and how large it is printed. */
import type { CreateSettings } from '../../../contract/drawing.ts';
import type { TileSeams } from '../../../contract/imageWorker.ts';
import { PICTURE_SETTINGS } from '../../../contract/settings/pictureSettings.ts';
import type { TileRepeat, TileSettings } from '../../../contract/settings/tileSettings.ts';

const SEAMLESS = PICTURE_SETTINGS.seamless;

/** Up to here an edge is taken for one that meets its opposite: one in ten neighbours within a picture differs by more than 1. */
const MEETS = 1.25;
const INCH = 25.4;

/** A sentence on the seams of a repeat, and what helps where there are some. @param seamless how the picture was drawn */
export function seamsText(
  { across, down }: TileSeams,
  repeat: TileRepeat,
  seamless: CreateSettings['seamless'],
): string {
  const seams = [...(across > MEETS ? ['left and right'] : []), ...(down > MEETS ? ['top and bottom'] : [])];
  const measured = `Across, its edges differ by ${times(across)} what nine in ten neighbours within it stay below; down, by ${times(down)}.`;
  if (seams.length === 0) return `It repeats without a seam. ${measured}`;
  const fit = repeat === 'straight' ? 'both' : repeat;
  const advice =
    seamless === fit
      ? ''
      : ` Draw it with “Seamless tile: ${SEAMLESS.names[fit]}”, among the expert settings, and they meet.`;
  return `There is a seam between ${seams.join(', and between ')}. ${measured}${advice}`;
}

const times = (ratio: number) => `${ratio > 99 ? 'more than 99' : ratio.toFixed(2)} times`;

/** The size of a sheet in pixels and in print. @param aspect height of a tile over its width */
export function printText({ tileWidth, resolution, across, down }: TileSettings, aspect: number): string {
  const width = Math.round((tileWidth / INCH) * resolution);
  const height = Math.round(width * aspect);
  const millimetres = (pixels: number) => Math.round((pixels / resolution) * INCH);
  const [sheetWidth, sheetHeight] = [width * across, height * down];
  return `${sheetWidth} × ${sheetHeight} pixels, ${millimetres(sheetWidth)} × ${millimetres(sheetHeight)} mm in print.`;
}
